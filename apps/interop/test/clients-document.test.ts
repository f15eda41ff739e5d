import { describe, expect, it } from 'vitest';
import { clientsDocument, type ObservedClient } from '../src/clients-document.ts';
import { readLogLine, type ServedRequest } from '../src/served-request.ts';

const put: ServedRequest = {
  operation: 'PutObject',
  status: 200,
  addressing: 'path',
  signature: 'v4-header',
  encryption: 'none',
  versioned: false,
};
const client = (name: string, ...served: readonly ServedRequest[]): ObservedClient => ({ name, package: name, version: '1.2.3', served });

/** The cells of the first row with this head in this section. */
function row(document: string, section: string, head: string): string[] {
  const [, after = ''] = document.split(`${section}\n`);
  const line = after.split('\n').find((text) => text.startsWith(`| ${head} |`)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe('the table of clients', () => {
  const every = ['none', 'AES256', 'SM4', 'KMS', 'KMS/SM4'].map((encryption) => ({ ...put, encryption }));
  const one = client('one', ...every, { ...put, signature: 'v1-query', addressing: 'cname' }, { ...put, signature: 'v2-header' });
  const two = client('two', {
    ...put,
    operation: 'GetObject',
    status: 206,
    addressing: 'virtual-host',
    encryption: 'SM4',
    versioned: true,
  });
  const document = clientsDocument([one, two]);

  it('names encryptions, addressing and signatures of each use', () => {
    expect(row(document, '## Encryptions', 'put')).toEqual(['all', '']);
    expect(row(document, '## Encryptions', 'get of a range')).toEqual(['', 'SM4']);
    expect(row(document, '## Encryptions', 'get of a version')).toEqual(['', 'SM4']);
    expect(row(document, '## Encryptions', 'presigned put')).toEqual(['none', '']);
    expect(row(document, '## Addressing', 'put')).toEqual(['path, CNAME', '']);
    expect(row(document, '# Clients', 'one')).toEqual(['one', '1.2.3', 'V2, V4, V1 URL', 'path, CNAME']);
  });

  it('has the operations that were served, and no others', () => {
    expect(row(document, '## Operations', 'GetObject')).toEqual(['', '✓']);
    expect(document).not.toContain('DeleteObject');
  });

  it('does not depend on the order of requests', () => {
    expect(clientsDocument([{ ...one, served: one.served.toReversed() }, two])).toBe(document);
  });
});

describe('a line of the server’s log', () => {
  const { versioned: _, encryption: __, ...fields } = put;
  const line = (more: object): string => JSON.stringify({ level: 'info', msg: 'request', ...fields, ...more });

  it('tells what was served', () => {
    expect(readLogLine(line({}))).toEqual({ kind: 'served', request: put });
    const versioned = { ...put, encryption: 'KMS', versioned: true };
    expect(readLogLine(line({ encryption: 'KMS', versionId: 'null' }))).toEqual({ kind: 'served', request: versioned });
  });

  it.each([{ status: 404 }, { status: 304 }, { operation: undefined }, { msg: 'other' }])('of which %j is not that', (more) => {
    expect(readLogLine(line(more))).toEqual({ kind: 'refused' });
  });

  it.each(['', 'text', '[]', 'null', line({ level: 'warn' }), line({ level: 'error' })])('is a complaint when it is %s', (text) => {
    expect(readLogLine(text)).toEqual({ kind: 'complaint' });
  });
});

import { crc64, utf8 } from '@sse/core/primitives';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { checkedBody, crcMismatch, type BodyFacts } from '../../src/transport/checked-body.ts';
import { readAll } from '../../src/transport/read-all.ts';
import { rejection } from '../test-client.ts';

const sum = crc64(0n, utf8('abc')).toString();

function read(text: string, facts: Partial<BodyFacts>): Promise<Uint8Array> {
  const body = Readable.from(text === '' ? [] : [Buffer.from(text)]);
  return readAll(checkedBody(body, { operation: 'GetObject', status: 200, headers: {}, signal: undefined, ...facts }, crc64));
}

describe('checkedBody', () => {
  it.each([2, 4])('refuses 3 bytes that were announced as %i', async (length) => {
    expect(await rejection(read('abc', { headers: { 'content-length': String(length) } }))).toMatchObject({ kind: 'truncated-body' });
  });

  it('passes bytes of the announced length and sum', async () => {
    const bytes = await read('abc', { headers: { 'content-length': '3', 'x-oss-hash-crc64ecma': sum } });
    expect(Buffer.from(bytes).toString()).toBe('abc');
  });

  it('refuses bytes of another sum, but only of a whole object', async () => {
    const headers = { 'x-oss-hash-crc64ecma': sum };
    expect(await rejection(read('abd', { headers }))).toMatchObject({ kind: 'crc-mismatch' });
    expect(await read('abd', { headers, status: 206 })).toHaveLength(3);
    expect(await read('abd', { headers, operation: 'GetBucketInfo' })).toHaveLength(3);
  });

  it.each([{ operation: 'HeadObject' }, { status: 204 }, { status: 304 }] as const)(
    'expects no body of %j, whatever length is announced',
    async (facts) => {
      expect(await read('', { ...facts, headers: { 'content-length': '3' } })).toHaveLength(0);
    },
  );
});

describe('crcMismatch', () => {
  const headers = { 'x-oss-hash-crc64ecma': '5', 'x-oss-request-id': 'R' };

  it('accepts the same sum, and neither another nor an unfinished one', () => {
    expect(crcMismatch('PutObject', headers, 5n)).toBeUndefined();
    expect(crcMismatch('PutObject', headers, 6n)).toMatchObject({ kind: 'crc-mismatch', requestId: 'R' });
    expect(crcMismatch('PutObject', headers, undefined)).toMatchObject({ kind: 'crc-mismatch' });
  });

  it('accepts any whole sum where the reply states none', () => {
    expect(crcMismatch('PutObject', {}, 6n)).toBeUndefined();
    expect(crcMismatch('PutObject', {}, undefined)).toMatchObject({ kind: 'crc-mismatch' });
  });
});

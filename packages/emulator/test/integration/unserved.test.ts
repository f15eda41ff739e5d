import { OPERATION_NAMES, OPERATIONS, type OperationEntry, type OperationName } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANDLERS } from '../../src/operations/handlers.ts';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, type Answer, type Ask } from '../support/signed-request.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'unserved' });
  await ask(emulator, { method: 'PUT', bucket: 'unserved', key: 'k', body: 'kept' });
});
afterAll(() => emulator.close());

/** Every header of PutObject whose meaning would be lost, with a value. */
const HEADERS: Readonly<Record<string, string>> = {
  'x-oss-callback': 'e30=',
  'x-oss-callback-var': 'e30=',
  'if-match': '"0"',
  'if-none-match': '*',
  'if-modified-since': 'Sat, 21 Nov 2026 21:06:10 GMT',
  'if-unmodified-since': 'Sat, 21 Nov 2026 21:06:10 GMT',
};
/** Parameters that change what a served operation does. */
const PARAMETERS: readonly (readonly [name: string, value: string, request: Ask])[] = [
  ['versionId', 'null', { method: 'PUT', bucket: 'unserved', key: 'k', body: 'other' }],
  ['x-oss-process', 'image/resize,w_10', { method: 'GET', bucket: 'unserved', key: 'k' }],
  ['callback', 'e30=', { method: 'PUT', bucket: 'unserved', key: 'k', body: 'other' }],
  ['callback-var', 'e30=', { method: 'PUT', bucket: 'unserved', key: 'k', body: 'other' }],
];

/** The request by which the table recognizes the operation. */
function requestOf({ method, level, query = [], headers = [] }: OperationEntry): Ask {
  const places: Record<OperationEntry['level'], Partial<Ask>> = {
    service: {},
    bucket: { bucket: 'unserved' },
    object: { bucket: 'unserved', key: 'k' },
  };
  return {
    method,
    ...places[level],
    query: query.map((term) => (typeof term === 'string' ? [term, ''] : [term[0], term[1] ?? ''])),
    headers: Object.fromEntries(headers.map((name) => [name, '/unserved/k'])),
  };
}

function expectNamed(answer: Answer, name: string): void {
  expect([answer.status, answer.error?.Code]).toEqual([400, 'NotImplemented']);
  expect(`${answer.error?.Message} ${answer.body.toString()}`).toContain(name);
}

async function expectKept(): Promise<void> {
  expect((await ask(emulator, { method: 'GET', bucket: 'unserved', key: 'k' })).body.toString()).toBe('kept');
}

describe('what is not served is named, and nothing is done', () => {
  const unserved = OPERATION_NAMES.filter((name) => HANDLERS[name] === undefined);

  it.each(unserved.map((name): [OperationName] => [name]))('%s', async (name) => {
    expectNamed(await ask(emulator, requestOf(OPERATIONS[name])), name);
    await expectKept();
  });

  it.each(Object.entries(HEADERS))('PutObject with %s: %s', async (name, value) => {
    expectNamed(await ask(emulator, { method: 'PUT', bucket: 'unserved', key: 'k', headers: { [name]: value }, body: 'other' }), name);
    await expectKept();
  });

  it.each(['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'])('%s of what is no read', async (name) => {
    const headers = { [name]: HEADERS[name] ?? '"0"' };
    const copy = { ...headers, 'x-oss-copy-source': '/unserved/k' };
    const requests: readonly Ask[] = [
      { method: 'DELETE', bucket: 'unserved', key: 'k', headers },
      { method: 'PUT', bucket: 'unserved', key: 'k', headers: copy },
      { method: 'PUT', bucket: 'unserved', key: 'k', query: [['acl', '']], headers: { ...headers, 'x-oss-object-acl': 'public-read' } },
      { method: 'PUT', bucket: 'unserved', headers },
      { method: 'POST', bucket: 'unserved', key: 'k', query: [['uploadId', 'x']], headers },
    ];
    for (const request of requests) expectNamed(await ask(emulator, request), name);
    await expectKept();
  });

  it.each(PARAMETERS)('the parameter %s=%s', async (name, value, request) => {
    expectNamed(await ask(emulator, { ...request, query: [[name, value]] }), name);
    await expectKept();
  });
});

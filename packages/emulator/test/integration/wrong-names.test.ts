import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, type Ask } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'names' });
});
afterAll(() => emulator.close());

const refused = (asked: Ask, refusal: Refusal): Promise<void> => expectRefusedUntouched(emulator, () => ask(emulator, asked), refusal);

describe('a bucket name', () => {
  const names = [
    'Upper',
    'ab',
    'a'.repeat(64),
    '-dash',
    'dash-',
    'under_score',
    '192.168.0.1',
    'dotted.name',
    'with space',
    'é',
    '.',
    '..',
    'nul\0',
  ];

  it.each(names)('%j is refused by operations of buckets and of objects', async (bucket) => {
    const asks: Ask[] = [
      ...['PUT', 'GET', 'DELETE'].map((method) => ({ method, bucket })),
      { method: 'GET', bucket, query: [['encryption', '']] },
      { method: 'PUT', bucket, key: 'k', body: 'x' },
      ...['GET', 'HEAD', 'DELETE'].map((method) => ({ method, bucket, key: 'k' })),
    ];
    for (const each of asks) await refused(each, [400, 'InvalidBucketName']);
  });

  it.each(['abc', 'a'.repeat(63), '1-2', 'oss-cn-hangzhou'])('%j is taken', async (bucket) => {
    expect((await ask(emulator, { method: 'PUT', bucket })).status).toBe(200);
    expect((await ask(emulator, { method: 'DELETE', bucket })).status).toBe(204);
  });

  it.each(['PUT', 'GET', 'HEAD', 'DELETE'])('that is not there is NoSuchBucket: %s', async (method) => {
    const missing: Ask = { method, bucket: 'no-such-bucket', key: 'k', ...(method === 'PUT' ? { body: 'x' } : {}) };
    await refused(missing, [404, 'NoSuchBucket', '0015-00000101']);
  });
});

describe('an object name', () => {
  it.each([
    ['a slash in front', '/k'],
    ['two slashes in front', '//k'],
    ['a backslash in front', '\\k'],
    ['NUL', 'a\0b'],
    ['1,024 bytes', 'k'.repeat(1024)],
    ['1,026 bytes in 342 characters', '中'.repeat(342)],
  ])('with %s is refused', async (_, key) => {
    for (const method of ['PUT', 'GET', 'HEAD', 'DELETE'])
      await refused({ method, bucket: 'names', key, ...(method === 'PUT' ? { body: 'x' } : {}) }, [400, 'InvalidObjectName']);
  });

  it.each([
    '.',
    '..',
    '../names/k',
    'a/../b',
    'a//b',
    'dir/',
    ' ',
    '?',
    '#',
    '%41',
    'a+b',
    'k'.repeat(1023),
    '中'.repeat(341),
    '\u{1F600}',
    'a\u0001b',
  ])('%j is a name like others', async (key) => {
    expect((await ask(emulator, { method: 'PUT', bucket: 'names', key, body: key })).status).toBe(200);
    expect((await ask(emulator, { method: 'GET', bucket: 'names', key })).body.toString()).toBe(key);
    const listed = await ask(emulator, { method: 'GET', bucket: 'names', query: [['encoding-type', 'url']] });
    expect(listed.body.toString().match(/<Key>(.*?)<\/Key>/)?.[1]).toBe(encodeURIComponent(key));
    expect((await ask(emulator, { method: 'DELETE', bucket: 'names', key })).status).toBe(204);
  });
});

describe('a method that the resource does not have', () => {
  it.each<[string, Ask]>([
    ['PUT of the service', { method: 'PUT' }],
    ['POST to the service', { method: 'POST' }],
    ['DELETE of the service', { method: 'DELETE' }],
    ['POST to an object without a sub-resource', { method: 'POST', bucket: 'names', key: 'k', body: 'x' }],
    ['PATCH of an object', { method: 'PATCH', bucket: 'names', key: 'k', body: 'x' }],
    ['POST of an encryption rule', { method: 'POST', bucket: 'names', query: [['encryption', '']], body: 'x' }],
  ])('%s', async (_, asked) => {
    await refused(asked, [405, 'MethodNotAllowed', '0003-00000016']);
    expect((await ask(emulator, asked)).headers.allow).toMatch(/^[A-Z]+(?:, [A-Z]+)*$/);
  });
});

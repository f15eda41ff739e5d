import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { exchange, openRaw, repliesIn, signedHead, type RawAsk } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'lengths' });
  await ask(emulator, { method: 'PUT', bucket: 'lengths', key: 'k', body: 'x' });
});
afterAll(() => emulator.close());

async function answered(request: RawAsk): Promise<(string | number | undefined)[][]> {
  const head = signedHead(emulator, {
    ...request,
    bucket: request.bucket ?? 'lengths',
    headers: { ...request.headers, connection: 'close' },
  });
  return repliesIn(await exchange(await openRaw(emulator), [head])).map(({ status, error }) => [status, error?.Code]);
}

const documents = ['encryption', 'versioning', 'cors', 'tagging', 'lifecycle', 'website', 'referer', 'logging'];

describe('a request that says nothing of its body', () => {
  it.each<RawAsk>([
    { method: 'PUT', key: 'k' },
    {
      method: 'POST',
      key: 'k2',
      query: [
        ['append', ''],
        ['position', '0'],
      ],
    },
    {
      method: 'PUT',
      key: 'k',
      query: [
        ['partNumber', '1'],
        ['uploadId', 'u'],
      ],
    },
    { method: 'POST', query: [['delete', '']], headers: { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' } },
    { method: 'PUT', key: 'k', query: [['tagging', '']] },
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b' } },
    ...documents.map((name) => ({ method: 'PUT', query: [[name, '']] as const })),
  ])('and needs one is 411: $method $key $query', async (request) => {
    const before = await emulator.stored();
    expect(await answered(request)).toEqual([[411, 'MissingContentLength']]);
    expect(await emulator.stored()).toBe(before);
  });

  it.each<RawAsk>([
    { method: 'PUT', bucket: 'another' },
    { method: 'PUT', query: [['acl', '']], headers: { 'x-oss-acl': 'private' } },
    { method: 'PUT', key: 'k', query: [['acl', '']], headers: { 'x-oss-object-acl': 'private' } },
    { method: 'PUT', key: 'copy', headers: { 'x-oss-copy-source': '/lengths/k' } },
    { method: 'PUT', key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'k' } },
    { method: 'POST', key: 'parts', query: [['uploads', '']] },
  ])('and needs none is served: $method $key $query', async (request) => {
    expect(await answered(request)).toEqual([[200, undefined]]);
  });
});

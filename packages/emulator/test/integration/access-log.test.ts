import { presignV4 } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger, type Logger } from '../../src/server/logger.ts';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { askAdmin } from '../support/admin-request.ts';
import { ask, send } from '../support/signed-request.ts';

const lines: object[] = [];
const log: Logger = { ...silentLogger, info: (fields) => void lines.push(fields) };
let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ baseDomains: ['oss.test'], log });
  await ask(emulator, { method: 'PUT', bucket: 'logged' });
});
afterAll(() => emulator.close());

/** The line of one request. */
async function lineOf(request: () => Promise<unknown>): Promise<object | undefined> {
  const before = lines.length;
  await request();
  await expect.poll(() => lines.length).toBe(before + 1);
  return lines.at(-1);
}

const put = (headers: Readonly<Record<string, string>>) => () =>
  ask(emulator, { method: 'PUT', bucket: 'logged', key: 'object', headers, body: 'body' });
const sse = 'x-oss-server-side-encryption';

describe('the access log', () => {
  it.each([
    [{}, undefined],
    [{ [sse]: 'SM4' }, 'SM4'],
    [{ [sse]: 'KMS' }, 'KMS'],
    [{ [sse]: 'KMS', 'x-oss-server-side-data-encryption': 'SM4' }, 'KMS/SM4'],
  ])('says how the reply names the encryption: %j', async (headers, encryption) => {
    const request = { operation: 'PutObject', status: 200, addressing: 'path', signature: 'v1-header', encryption };
    expect(await lineOf(put(headers))).toMatchObject(request);
  });

  it('says how a bucket was addressed and a request signed', async () => {
    const url = presignV4(
      { method: 'GET', bucket: 'logged', key: 'object' },
      { credentials: emulator, now: Date.now(), region: 'cn-hangzhou', product: 'oss', expires: 60 },
    );
    const path = `/object?${new URLSearchParams(url.map(([name, value]) => [name, value])).toString()}`;
    const line = await lineOf(() => send(emulator, { method: 'GET', path, headers: { host: 'logged.oss.test' } }));
    expect(line).toMatchObject({ operation: 'GetObject', addressing: 'virtual-host', signature: 'v4-query', encryption: 'KMS/SM4' });
    const anonymous = await lineOf(() => ask(emulator, { method: 'GET', bucket: 'logged', key: 'object', anonymous: true }));
    expect(anonymous).toMatchObject({ signature: 'anonymous', status: 403, encryption: undefined });
  });

  it('says of requests to the admin interface who asked for what, and how it ended', async () => {
    const putUser = (target: Parameters<typeof askAdmin>[0], body: unknown) => () =>
      askAdmin(target, { method: 'PUT', path: 'users/alice', body });
    const root = {
      operation: 'admin:PutUser',
      caller: expect.stringMatching(/^acs:ram::\d{16}:root$/),
      signature: 'v4-header',
      addressing: 'path',
    };
    expect(await lineOf(putUser(emulator, {}))).toMatchObject({ ...root, status: 200, outcome: undefined });
    expect(await lineOf(putUser(emulator, { groups: 1 }))).toMatchObject({ ...root, status: 400, outcome: 'InvalidParameter' });
    const alice = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
    await lineOf(() => askAdmin(emulator, { method: 'POST', path: 'users/alice/access-keys', body: alice }));
    const denied = { operation: 'admin:PutUser', status: 403, outcome: 'AccessDenied' };
    expect(await lineOf(putUser({ ...emulator, ...alice }, {}))).toMatchObject({
      ...denied,
      caller: expect.stringMatching(/:user\/alice$/),
    });
    const wrong = { ...emulator, accessKeySecret: 'wrong' };
    expect(await lineOf(putUser(wrong, {}))).toMatchObject({ ...denied, caller: undefined, outcome: 'SignatureDoesNotMatch' });
    const nothing = await lineOf(() => askAdmin(emulator, { method: 'GET', path: 'nothing' }));
    expect(nothing).toMatchObject({
      operation: undefined,
      caller: expect.stringMatching(/^acs:ram::\d{16}:root$/),
      status: 404,
      outcome: 'InvalidAction.NotFound',
    });
  });

  it('holds no signature', () => {
    expect(JSON.stringify(lines)).not.toMatch(/signature=|Signature=|OSS /);
  });
});

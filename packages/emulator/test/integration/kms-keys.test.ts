import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const KMS = { 'x-oss-server-side-encryption': 'KMS' };
const KEY_ID = 'x-oss-server-side-encryption-key-id';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'keys' });
});
afterAll(() => emulator.close());

function put(key: string, headers: Record<string, string>): Promise<Answer> {
  return ask(emulator, { method: 'PUT', bucket: 'keys', key, headers, body: `body of ${key}` });
}

function get(key: string): Promise<Answer> {
  return ask(emulator, { method: 'GET', bucket: 'keys', key });
}

describe('SSE-KMS', () => {
  it('makes the default key on first use and always echoes its id', async () => {
    const first = await put('default-1', KMS);
    const second = await put('default-2', KMS);
    expect(first.headers[KEY_ID]).toMatch(/^[0-9a-f-]{36}$/);
    expect(second.headers[KEY_ID]).toBe(first.headers[KEY_ID]);
    const keys = await emulator.node.admin.listKeys();
    expect(keys).toMatchObject([{ keyId: first.headers[KEY_ID], aliases: ['alias/acs/oss'] }]);
  });

  it('resolves an alias to the id that it echoes', async () => {
    const { keyId } = await emulator.node.admin.createKey({ alias: 'alias/app' });
    const answer = await put('aliased', { ...KMS, [KEY_ID]: 'alias/app' });
    expect(answer.headers[KEY_ID]).toBe(keyId);
    expect((await get('aliased')).headers[KEY_ID]).toBe(keyId);
  });

  it('refuses reads and writes under a disabled key at once, and lets HEAD and listing go on', async () => {
    const { keyId } = await emulator.node.admin.createKey({});
    const headers = { ...KMS, [KEY_ID]: keyId };
    await put('disabled', headers);
    expect((await get('disabled')).status).toBe(200);
    await emulator.node.admin.setKeyState(keyId, 'Disabled');
    for (const answer of [await get('disabled'), await put('another', headers)]) {
      expect([answer.status, answer.error?.Code, answer.error?.EC]).toEqual([409, 'KeyDisabled', '0005-00000214']);
    }
    expect((await ask(emulator, { method: 'HEAD', bucket: 'keys', key: 'disabled' })).status).toBe(200);
    expect((await ask(emulator, { method: 'HEAD', bucket: 'keys', key: 'another' })).status).toBe(404);
    await emulator.node.admin.setKeyState(keyId, 'Enabled');
    expect((await get('disabled')).body.toString()).toBe('body of disabled');
  });

  it.each([
    ['alias/none', 404, 'AliasNotFound'],
    ['no-such-key', 404, 'KeyNotFound'],
    ['ke y', 400, 'InvalidParameter'],
  ])('refuses the key %s by its name', async (keyId, status, code) => {
    const answer = await put('unkeyed', { ...KMS, [KEY_ID]: keyId });
    expect([answer.status, answer.error?.Code]).toEqual([status, code]);
  });
});

describe('rotation of the master key', () => {
  it('rewraps bucket keys, destroys the former key, and changes nothing for objects, while they are written', async () => {
    const bodies = Array.from({ length: 30 }, (_, index) => `rotated-${index}`);
    const headers = { 'x-oss-server-side-encryption': 'AES256' };
    await Promise.all(bodies.slice(0, 10).map((key) => put(key, headers)));
    const [first, second] = await Promise.all([
      emulator.node.admin.rotateMasterKey(),
      emulator.node.admin.rotateMasterKey(),
      ...bodies.slice(10).map((key) => put(key, headers)),
      ask(emulator, { method: 'PUT', bucket: 'made-while-rotating' }),
    ]);
    expect(Math.max(first.version, second.version)).toBe(3);
    expect(first.rewrapped + second.rewrapped).toBeGreaterThanOrEqual(2);
    for (const key of bodies) expect((await get(key)).body.toString()).toBe(`body of ${key}`);
    expect((await ask(emulator, { method: 'PUT', bucket: 'made-while-rotating', key: 'k', body: 'x' })).status).toBe(200);
  });

  it('leaves everything readable for a process that has no key in memory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sse-rotation-'));
    const headers = { 'x-oss-server-side-encryption': 'AES256' };
    const names = Array.from({ length: 12 }, (_, index) => `rotated-${index}`);
    await using first = await startEmulator({ folder });
    for (const bucket of names) {
      await ask(first, { method: 'PUT', bucket });
      await ask(first, { method: 'PUT', bucket, key: 'k', headers, body: bucket });
    }
    expect(await first.node.admin.rotateMasterKey()).toMatchObject({ version: 2, rewrapped: names.length + 1, destroyed: [1] });
    expect(await first.node.admin.rotateMasterKey()).toMatchObject({ version: 3, destroyed: [2] });
    await first.close();
    await using second = await startEmulator({ folder });
    for (const bucket of names) expect((await ask(second, { method: 'GET', bucket, key: 'k' })).body.toString()).toBe(bucket);
    await second.close();
    await rm(folder, { recursive: true });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask } from '../support/signed-request.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const MIB = 1 << 20;

/** A body that gives half, waits for `halfway`, and then gives the rest. */
async function* twoHalves(size: number, halfway: () => Promise<void>): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(size / 2, 'a');
  await halfway();
  yield Buffer.alloc(size / 2, 'b');
}

describe('a bucket that changes during a put', () => {
  it.each([
    ['in a row', 8 * 1024],
    ['in a blob', 4 * MIB],
  ])('fails the put of an object %s when it was deleted and made anew', async (_, size) => {
    const bucket = `reborn-${size}`;
    await ask(emulator, { method: 'PUT', bucket });
    const body = twoHalves(size, async () => {
      await new Promise((waited) => setTimeout(waited, 100));
      expect((await ask(emulator, { method: 'DELETE', bucket })).status).toBe(204);
      expect((await ask(emulator, { method: 'PUT', bucket })).status).toBe(200);
    });
    const put = await ask(emulator, { method: 'PUT', bucket, key: 'k', headers: { 'x-oss-server-side-encryption': 'KMS' }, body });
    expect([put.status, put.error?.Code]).toEqual([404, 'NoSuchBucket']);
    expect((await ask(emulator, { method: 'HEAD', bucket, key: 'k' })).status).toBe(404);
  });

  it('does not fail the put when only the encryption rule changed; the put keeps what it began with', async () => {
    await ask(emulator, { method: 'PUT', bucket: 'ruled', headers: { 'x-oss-server-side-encryption': 'AES256' } });
    const body = twoHalves(2 * MIB, async () => {
      await new Promise((waited) => setTimeout(waited, 100));
      await ask(emulator, { method: 'DELETE', bucket: 'ruled', query: [['encryption', '']] });
    });
    const put = await ask(emulator, { method: 'PUT', bucket: 'ruled', key: 'k', body });
    expect([put.status, put.headers['x-oss-server-side-encryption']]).toEqual([200, 'AES256']);
  });

  it.each(['none', 'AES256', 'KMS'])('loses or wins whole against DeleteBucket (%s)', async (algorithm) => {
    const headers: Record<string, string> = algorithm === 'none' ? {} : { 'x-oss-server-side-encryption': algorithm };
    for (let round = 0; round < 60; round += 1) {
      const bucket = `race-${algorithm.toLowerCase()}-${round}`;
      await ask(emulator, { method: 'PUT', bucket });
      const [put, remove, rule] = await Promise.all([
        ask(emulator, { method: 'PUT', bucket, key: 'k', headers, body: 'racing' }),
        ask(emulator, { method: 'DELETE', bucket }),
        ask(emulator, { method: 'GET', bucket, query: [['encryption', '']] }),
      ]);
      const got = await ask(emulator, { method: 'GET', bucket, key: 'k' });
      expect(rule.status).toBe(404);
      if (put.status === 200) expect([remove.status, remove.error?.Code, got.body.toString()]).toEqual([409, 'BucketNotEmpty', 'racing']);
      else expect([put.error?.Code, remove.status, got.error?.Code]).toEqual(['NoSuchBucket', 204, 'NoSuchBucket']);
    }
  });

  it('keeps the last of many concurrent puts of one name whole, and no blob of the others', async () => {
    await ask(emulator, { method: 'PUT', bucket: 'crowd' });
    const bodies = Array.from({ length: 12 }, (_, index) => Buffer.alloc(50_000, String.fromCharCode(97 + index)));
    const puts = await Promise.all(bodies.map((body) => ask(emulator, { method: 'PUT', bucket: 'crowd', key: 'k', body })));
    expect(puts.map(({ status }) => status)).toEqual(bodies.map(() => 200));
    const got = await ask(emulator, { method: 'GET', bucket: 'crowd', key: 'k' });
    expect(bodies.some((body) => body.equals(got.body))).toBe(true);
  });
});

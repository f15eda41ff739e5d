import { createHash } from 'node:crypto';
import { crc64 } from '@sse/core/primitives';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';

/** Around chunk borders, the inline limit, and one that takes several batches. */
const SIZES = [0, 1, 16_383, 16_384, 16_385, 32_664, 32_665, 100_000, 3 * 1024 * 1024 + 17];

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'objects' });
});
afterAll(() => emulator.close());

function patterned(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff));
}

describe.each(Object.entries(ENCRYPTIONS))('objects under %s', (name, headers) => {
  it.each(SIZES)('come back as they were sent: %i bytes', async (size) => {
    const body = patterned(size);
    const key = `${name}/${size}`;
    const put = await ask(emulator, { method: 'PUT', bucket: 'objects', key, headers: { ...headers, 'x-oss-meta-who': 'me' }, body });
    expect(put.status).toBe(200);
    const etag = `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;
    const got = await ask(emulator, { method: 'GET', bucket: 'objects', key });
    const head = await ask(emulator, { method: 'HEAD', bucket: 'objects', key });
    expect(got.body.equals(body)).toBe(true);
    for (const answer of [put, got, head]) {
      expect(answer.headers['etag']).toBe(etag);
      expect(answer.headers['x-oss-hash-crc64ecma']).toBe(crc64(0n, body).toString());
      expect(echoOf(answer)).toEqual(echoOf(put));
    }
    expect(head.headers['content-length']).toBe(String(size));
    expect(got.headers['x-oss-meta-who']).toBe('me');
    expect(put.headers['x-oss-server-side-encryption']).toBe(
      'x-oss-server-side-encryption' in headers ? headers['x-oss-server-side-encryption'] : undefined,
    );
  });

  it('give any range of the plaintext', async () => {
    const size = 3 * 1024 * 1024 + 17;
    const body = patterned(size);
    const key = `${name}/ranges`;
    await ask(emulator, { method: 'PUT', bucket: 'objects', key, headers, body });
    const borders = [0, 1, 16_383, 16_384, 16_385, 1 << 20, size - 16_384, size - 1];
    for (const start of borders) {
      for (const end of borders.filter((at) => at >= start)) {
        const got = await ask(emulator, { method: 'GET', bucket: 'objects', key, headers: { range: `bytes=${start}-${end}` } });
        expect(got.status).toBe(206);
        expect(got.headers['content-range']).toBe(`bytes ${start}-${end}/${size}`);
        expect(got.body.equals(body.subarray(start, end + 1))).toBe(true);
      }
    }
  });

  it('can be sent in chunks of unknown number', async () => {
    const body = patterned(200_001);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < body.length; at += 7_777) yield body.subarray(at, at + 7_777);
    }
    const put = await ask(emulator, { method: 'PUT', bucket: 'objects', key: `${name}/chunked`, headers, body: pieces() });
    expect(put.status).toBe(200);
    const got = await ask(emulator, { method: 'GET', bucket: 'objects', key: `${name}/chunked` });
    expect(got.body.equals(body)).toBe(true);
  });
});

function echoOf({ headers }: Answer): unknown[] {
  return ['x-oss-server-side-encryption', 'x-oss-server-side-encryption-key-id', 'x-oss-server-side-data-encryption'].map(
    (name) => headers[name],
  );
}

import { crc64 } from '@sse/core/primitives';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';

/** Around chunk borders and the length up to which a last extent is written again. */
const SIZES = [1, 0, 16_383, 16_384, 40_000, 200_000, 262_144, 3, 300_000, 16_385, 7];
const bucket = 'appended';

let target: RunningEmulator;
beforeAll(async () => {
  target = await startEmulator();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

function filled(size: number, seed: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 11 + (index >> 8) + seed) & 0xff));
}

function append(key: string, position: number, body: Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  const query = [
    ['append', ''],
    ['position', String(position)],
  ] as const;
  return ask(target, { method: 'POST', bucket, key, query, headers, body });
}

function get(key: string, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(target, { method: 'GET', bucket, key, headers });
}

function echoOf({ headers }: Answer): unknown[] {
  return [
    headers['x-oss-server-side-encryption'],
    headers['x-oss-server-side-encryption-key-id'],
    headers['x-oss-server-side-data-encryption'],
  ];
}

describe.each(Object.entries(ENCRYPTIONS))('appends under %s', (name, headers) => {
  it('make one object of all, whose first append fixed its encryption and metadata', async () => {
    let whole = Buffer.alloc(0);
    for (const [index, size] of SIZES.entries()) {
      const piece = filled(size, index);
      const own =
        index === 0
          ? { ...headers, 'x-oss-meta-who': 'first', 'content-type': 'text/x-log' }
          : { 'x-oss-server-side-encryption': 'AES256', 'x-oss-meta-who': 'later' };
      const answer = await append(name, whole.length, piece, own);
      whole = Buffer.concat([whole, piece]);
      const got = await get(name);
      expect([answer.status, got.body.equals(whole)], `append ${index}`).toEqual([200, true]);
      expect(answer.headers['x-oss-next-append-position']).toBe(String(whole.length));
      for (const reply of [answer, got])
        expect(reply.headers).toMatchObject({ etag: answer.headers.etag, 'x-oss-hash-crc64ecma': crc64(0n, whole).toString() });
      expect(echoOf(answer)).toEqual(echoOf(got));
    }
    const got = await get(name);
    expect(got.headers).toMatchObject({
      'x-oss-object-type': 'Appendable',
      'x-oss-meta-who': 'first',
      'content-type': 'text/x-log',
      'x-oss-next-append-position': String(whole.length),
    });
    expect(got.headers['x-oss-server-side-encryption']).toBe(
      'x-oss-server-side-encryption' in headers ? headers['x-oss-server-side-encryption'] : undefined,
    );
    const borders = SIZES.map((_, index) => SIZES.slice(0, index).reduce((sum, size) => sum + size, 0)).filter((at) => at > 0);
    for (const start of borders) {
      for (const end of borders.filter((at) => at > start))
        expect(
          (await get(name, { range: `bytes=${start - 1}-${end}` })).body.equals(whole.subarray(start - 1, end + 1)),
          `${start}-${end}`,
        ).toBe(true);
    }
  });
});

describe('an append', () => {
  it('at another position than the end is refused, says where the end is, and changes nothing', async () => {
    expect((await append('end', 5, filled(1, 1))).error?.Code).toBe('PositionNotEqualToLength');
    await append('end', 0, filled(10, 1));
    for (const position of [0, 9, 11]) {
      const answer = await append('end', position, filled(3, 2));
      expect([answer.status, answer.error?.Code, answer.error?.EC]).toEqual([409, 'PositionNotEqualToLength', '0026-00000016']);
      expect(answer.headers['x-oss-next-append-position']).toBe('10');
    }
    for (const position of ['', '-1', '1.0', 'x']) {
      const query = [
        ['append', ''],
        ['position', position],
      ] as const;
      expect((await ask(target, { method: 'POST', bucket, key: 'end', query, body: 'x' })).error?.Code, position).toBe('InvalidArgument');
    }
    expect((await get('end')).body.equals(filled(10, 1))).toBe(true);
  });

  it('to an object that was put is refused', async () => {
    await ask(target, { method: 'PUT', bucket, key: 'put', body: 'x' });
    expect((await append('put', 1, filled(1, 1))).error?.Code).toBe('ObjectNotAppendable');
  });

  it('with wrong digests is refused, and the next one goes on', async () => {
    await append('digests', 0, filled(100, 1));
    const wrong = await append('digests', 100, filled(100, 2), { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' });
    expect(wrong.error?.Code).toBe('InvalidDigest');
    const crc = crc64(0n, filled(100, 2)).toString();
    expect((await append('digests', 100, filled(100, 2), { 'x-oss-hash-crc64ecma': crc })).status).toBe(200);
    expect((await append('digests', 200, filled(100, 3), { 'x-oss-hash-crc64ecma': crc })).error?.Code).toBe('InvalidCRC64');
    expect((await get('digests')).body.length).toBe(200);
  });

  it('beside others at the same position: one wins, first or later', async () => {
    for (const position of [0, 4]) {
      const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => append('raced', position, Buffer.from(`no ${index}`))));
      const won = answers.findIndex(({ status }) => status === 200);
      const lost = answers.filter(({ status }) => status !== 200);
      expect(lost.map(({ error, headers }) => [error?.Code, headers['x-oss-next-append-position']])).toEqual(
        Array.from({ length: 5 }, () => ['PositionNotEqualToLength', String(position + 4)]),
      );
      expect((await get('raced', { range: `bytes=${position}-` })).body.toString()).toBe(`no ${won}`);
    }
  });

  it('is read whole or not at all while readers go on', async () => {
    await append('read', 0, filled(1000, 0), ENCRYPTIONS.AES256);
    const writes = { left: 40 };
    const reading = (async () => {
      for (let reads = 0; writes.left > 0 || reads < 20; reads += 1) {
        const got = await get('read');
        expect(got.status).toBe(200);
        expect(got.headers['x-oss-hash-crc64ecma']).toBe(crc64(0n, got.body).toString());
      }
    })();
    for (; writes.left > 0; writes.left -= 1) {
      const index = 41 - writes.left;
      expect((await append('read', index * 1000, filled(1000, index))).status).toBe(200);
    }
    await reading;
  });
});

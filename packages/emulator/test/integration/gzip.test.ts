import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { crc64 } from '@sse/core/primitives';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningEmulator } from '../../src/server/run-emulator.ts';
import { blobIds } from '../support/blob-census.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { exchange, openRaw, signedHead } from '../support/raw-exchange.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { tamperedEmulator } from '../support/tampered-emulator.ts';

const bucket = 'gzipped';
const tampered = tamperedEmulator();
const { blobs, storage } = tampered;
let target: RunningEmulator;
beforeAll(async () => {
  target = await tampered.start();
  await ask(target, { method: 'PUT', bucket });
});
afterAll(() => target.close());

const text = (size: number): Buffer => Buffer.alloc(size, 'a line of text\n');

async function put(key: string, body: Uint8Array, headers: Record<string, string>): Promise<void> {
  expect((await ask(target, { method: 'PUT', bucket, key, body, headers })).status).toBe(200);
}

const get = (key: string, headers: Record<string, string> = { 'accept-encoding': 'gzip' }, method = 'GET'): Promise<Answer> =>
  ask(target, { method, bucket, key, headers });

function expectPlain({ status, headers, body }: Answer, expected: Uint8Array, code = 200): void {
  expect([status, headers['content-encoding'], headers['transfer-encoding']]).toEqual([code, undefined, undefined]);
  expect(headers['content-length']).toBe(String(expected.length));
  expect(body.equals(expected)).toBe(true);
}

function expectGzip({ status, headers, body }: Answer, expected: Uint8Array): void {
  expect([status, headers['content-encoding'], headers['transfer-encoding'], headers['content-length']]).toEqual([
    200,
    'gzip',
    'chunked',
    undefined,
  ]);
  expect([headers['vary'], headers['content-md5']]).toEqual(['Accept-Encoding', undefined]);
  expect(headers['x-oss-hash-crc64ecma']).toBe(crc64(0n, expected).toString());
  expect(gunzipSync(body).equals(expected)).toBe(true);
}

describe.each(Object.entries(ENCRYPTIONS))('a text under %s', (name, encryption) => {
  it.each([1024, 20_000, 33_000, 3 << 20])('of %i bytes comes gzip-encoded to who takes it', async (size) => {
    const key = `${name} ${size}`;
    await put(key, text(size), { 'content-type': 'text/plain', ...encryption });
    const answer = await get(key);
    expectGzip(answer, text(size));
    expect(answer.body.length).toBeLessThan(size / 5);
    // Twice: the bytes of small objects stay in memory.
    expectGzip(await get(key), text(size));
    const plain = await get(key, {});
    expectPlain(plain, text(size));
    expect([plain.headers['vary'], plain.headers.etag]).toEqual(['Accept-Encoding', answer.headers.etag]);
  });

  it('that does not get smaller comes whole', async () => {
    const body = randomBytes(1 << 20);
    await put(`${name} noise`, body, { 'content-type': 'application/json', ...encryption });
    expectGzip(await get(`${name} noise`), body);
  });
});

describe('a reply', () => {
  it.each([
    'text/html; charset=utf-8',
    'TEXT/CSV',
    'application/javascript',
    'application/x-javascript',
    'application/json',
    'application/xml',
    'image/svg+xml'.replace('image', 'application'),
    'application/json;a=b',
  ])('of the type %s is gzip-encoded', async (type) => {
    await put('typed', text(2000), { 'content-type': type });
    expectGzip(await get('typed'), text(2000));
  });

  it.each(['image/png', 'application/octet-stream', 'application/jsonp', 'application/xml-dtd', 'application/x-text/plain'])(
    'of the type %s is not',
    async (type) => {
      await put('typed', text(2000), { 'content-type': type });
      const answer = await get('typed');
      expectPlain(answer, text(2000));
      expect(answer.headers['vary']).toBeUndefined();
    },
  );

  it.each(['gzip', 'GZIP', 'deflate, gzip', 'gzip;q=0.5, identity', 'br,gzip ; q=1'])(
    'to Accept-Encoding: %s is gzip-encoded',
    async (accepted) => {
      await put('accepted', text(2000), { 'content-type': 'text/plain' });
      expectGzip(await get('accepted', { 'accept-encoding': accepted }), text(2000));
    },
  );

  it.each(['identity', '*', '', 'gzip;q=0', 'gzip; q=0.000', 'x-gzip', 'gzipped', 'br, deflate'])(
    'to Accept-Encoding: %s is not',
    async (accepted) => {
      await put('accepted', text(2000), { 'content-type': 'text/plain' });
      expectPlain(await get('accepted', { 'accept-encoding': accepted }), text(2000));
    },
  );

  it('of under 1 KiB, in another encoding, or to HEAD, is as it is', async () => {
    await put('small', text(1023), { 'content-type': 'text/plain' });
    expectPlain(await get('small'), text(1023));
    await put('encoded', text(2000), { 'content-type': 'text/plain', 'content-encoding': 'br' });
    const encoded = await get('encoded');
    expect([encoded.headers['content-encoding'], encoded.body.equals(text(2000))]).toEqual(['br', true]);
    await put('plain', text(2000), { 'content-type': 'text/plain' });
    const head = await get('plain', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect([head.headers['content-length'], head.headers['content-encoding']]).toEqual(['2000', undefined]);
    const query = [['response-content-encoding', 'identity']] as const;
    const overridden = await ask(target, { method: 'GET', bucket, key: 'plain', query, headers: { 'accept-encoding': 'gzip' } });
    expect([overridden.headers['content-encoding'], overridden.body.equals(text(2000))]).toEqual(['identity', true]);
  });

  it('to a range is as it is, also to one that cannot be', async () => {
    await put('ranged', text(2000), { 'content-type': 'text/plain' });
    const both = { 'accept-encoding': 'gzip' };
    expectPlain(await get('ranged', { ...both, range: 'bytes=10-1500' }), text(2000).subarray(10, 1501), 206);
    expectPlain(await get('ranged', { ...both, range: 'bytes=9999-' }), text(2000));
  });

  it('goes to a client of HTTP/1.0 without chunks', async () => {
    await put('old', text(5000), { 'content-type': 'text/plain' });
    const head = signedHead(target, { method: 'GET', bucket, key: 'old', headers: { 'accept-encoding': 'gzip' } }).replace(
      'HTTP/1.1',
      'HTTP/1.0',
    );
    const heard = Buffer.from(await exchange(await openRaw(target), [head]), 'latin1');
    const at = heard.indexOf('\r\n\r\n');
    expect(heard.subarray(0, at).toString()).not.toMatch(/chunked|content-length/i);
    expect(gunzipSync(heard.subarray(at + 4)).equals(text(5000))).toBe(true);
  });

  it.each(Object.entries(ENCRYPTIONS))('breaks off where the object does not authenticate (%s)', async (name, encryption) => {
    const before = await blobIds(blobs);
    const body = Buffer.concat([text(1 << 20), randomBytes(2 << 20)]);
    await put(`${name} damaged`, body, { 'content-type': 'text/plain', ...encryption });
    const [id = ''] = (await blobIds(blobs)).filter((each) => !before.includes(each));
    storage.flip = { name: id, at: body.length - 1000, bit: 3 };
    await expect(get(`${name} damaged`)).rejects.toThrow();
    storage.flip = { name: id, at: 1000, bit: 3 };
    // What is wrong from the start is an error reply; a plain extent shows it at its end only.
    const early = await get(`${name} damaged`).then(
      ({ status }) => status,
      () => 'broken',
    );
    expect(early).toBe(name === 'none' ? 'broken' : 500);
    storage.flip = undefined;
    expectGzip(await get(`${name} damaged`), body);
  });
});

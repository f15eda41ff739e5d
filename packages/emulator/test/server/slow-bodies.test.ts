import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { HTTP_LIMITS } from '../../src/server/http-limits.ts';
import { watchBodies } from '../../src/server/slow-bodies.ts';
import { readTlsFiles } from '../../src/server/tls-files.ts';
import { startLimited, type LimitedServer } from '../support/limited-server.ts';
import { exchange, openRaw, repliesIn, signedHead, type RawAsk } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

const form =
  '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nposted\r\n--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n';

/** Requests that need more than the body that comes. */
const UNFINISHED: Record<string, readonly [request: RawAsk, body: string]> = {
  'an object': [{ method: 'PUT', key: 'new', headers: { 'content-length': '1000' } }, 'x'.repeat(10)],
  'an object of which nothing comes': [{ method: 'PUT', key: 'new', headers: { 'content-length': '1000' } }, ''],
  'an object in chunks': [{ method: 'PUT', key: 'new', headers: { 'transfer-encoding': 'chunked' } }, '5\r\nabcde\r\n3e8\r\nx'],
  'a document': [{ method: 'PUT', query: [['encryption', '']], headers: { 'content-length': '300' } }, '<ServerSideEncryptionRule>'],
  'an object that waited for 100 Continue': [{ method: 'PUT', key: 'new', headers: { 'content-length': '9', expect: '100-continue' } }, ''],
  'the file of a form': [
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '1000' } },
    `${form}abc`,
  ],
};

describe.each(['http', 'https'])('over %s', (scheme) => {
  let server: LimitedServer;
  beforeAll(async () => {
    const limits = { bodyTimeout: 100, leastOfBody: 1_000_000, connectionsCheckingInterval: 20 };
    const fixture = (name: string): string => new URL(`fixtures/localhost-${name}.pem`, import.meta.url).pathname;
    const tls = scheme === 'https' ? await readTlsFiles({ certFile: fixture('cert'), keyFile: fixture('key') }) : undefined;
    server = await startLimited({ limits, tls });
    // The second one makes the keys that a bucket has.
    for (const key of ['', 'first']) {
      const head = signedHead(server, { method: 'PUT', bucket: 'slow', key, headers: { connection: 'close', 'content-length': '0' } });
      await exchange(await openRaw(server, scheme === 'https'), [head]);
    }
  });
  afterAll(() => server.close());

  it.each(Object.entries(UNFINISHED))(
    '%s that does not come on ends with RequestTimeout, and nothing is stored',
    async (_, [request, body]) => {
      const before = await server.stored();
      const head = signedHead(server, { bucket: 'slow', ...request });
      const heard = await exchange(await openRaw(server, scheme === 'https'), [head + body]);
      const replies = repliesIn(heard.replace('HTTP/1.1 100 Continue\r\n\r\n', ''));
      expect(replies.map((reply) => [reply.status, reply.error?.Code, reply.headers['connection']])).toEqual([
        [400, 'RequestTimeout', 'close'],
      ]);
      expect(await server.stored()).toBe(before);
    },
  );

  it.each([
    ['counted', { 'content-length': '1000000' }, 'x'],
    ['chunked', { 'transfer-encoding': 'chunked' }, '1\r\nx\r\n'],
  ])('a %s body that drips ends with RequestTimeout, and nothing is stored', async (_, headers, drip) => {
    const before = await server.stored();
    const connection = await openRaw(server, scheme === 'https');
    const dripping = setInterval(() => connection.socket.writable && connection.socket.write(drip), 5);
    const heard = await exchange(connection, [signedHead(server, { method: 'PUT', bucket: 'slow', key: 'new', headers })]);
    clearInterval(dripping);
    expect(repliesIn(heard).map((reply) => [reply.status, reply.error?.Code])).toEqual([[400, 'RequestTimeout']]);
    expect(await server.stored()).toBe(before);
  });
});

it('what goes on after a reply that needed no more of the body is cut off', async () => {
  const server = await startLimited({ limits: { bodyTimeout: 50, connectionsCheckingInterval: 10 } });
  const head = signedHead(server, { method: 'PUT', bucket: 'missing', key: 'k', headers: { 'content-length': '1000' } });
  const heard = await exchange(await openRaw(server), [`${head}x`]);
  expect(repliesIn(heard).map((reply) => reply.error?.Code)).toEqual(['NoSuchBucket']);
  expect((await ask(server, { method: 'GET' })).status).toBe(200);
  await server.close();
});

describe('a look', () => {
  const limits = { ...HTTP_LIMITS, bodyTimeout: 60_000, connectionsCheckingInterval: 5_000, leastOfBody: 100 };
  const looks = limits.bodyTimeout / limits.connectionsCheckingInterval;
  let socket: { bytesRead: number };
  let request: { complete: boolean; readableFlowing: boolean | null };
  let ended: number;
  let stop: () => void;
  const look = (times: number): void => void vi.advanceTimersByTime(times * limits.connectionsCheckingInterval);
  beforeEach(() => {
    vi.useFakeTimers();
    socket = { bytesRead: 0 };
    request = { complete: false, readableFlowing: true };
    ended = 0;
    const busy = (each: (socket: Socket, response: ServerResponse) => void): void =>
      each(socket as Socket, { req: request } as unknown as ServerResponse);
    const watch = watchBodies({ busy }, limits, () => (ended += 1));
    stop = () => watch.stop();
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('ends a body that brought too little for too long, not before', () => {
    look(looks);
    expect(ended).toBe(0);
    socket.bytesRead += 99;
    look(1);
    expect(ended).toBe(1);
  });

  it('lets a body go on that brings enough', () => {
    for (let round = 0; round < 10; round += 1) {
      look(looks - 1);
      socket.bytesRead += 100;
    }
    expect(ended).toBe(0);
  });

  it('does not count while the server takes nothing', () => {
    look(looks);
    request.readableFlowing = false;
    look(10 * looks);
    request.readableFlowing = true;
    look(looks);
    expect(ended).toBe(0);
    look(1);
    expect(ended).toBe(1);
  });

  it('does not count what came before against the next request of the connection', () => {
    look(looks);
    request = { ...request };
    look(looks);
    expect(ended).toBe(0);
  });

  it('does not count once the body is there', () => {
    look(looks);
    request.complete = true;
    look(10 * looks);
    expect(ended).toBe(0);
  });
});

import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { HTTP_LIMITS } from '../../src/server/http-limits.ts';
import { startLimited, type LimitedServer, type LimitedServerOptions } from '../support/limited-server.ts';
import { exchange, openRaw, repliesIn, say, signedHead, type RawConnection, type RawReply } from '../support/raw-exchange.ts';
import { ask, send } from '../support/signed-request.ts';

const servers: LimitedServer[] = [];
async function start(options: LimitedServerOptions = {}): Promise<LimitedServer> {
  const server = await startLimited(options);
  servers.push(server);
  await ask(server, { method: 'PUT', bucket: 'limits' });
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `a${index}: b\r\n`).join('');
const repliesTo = async (server: LimitedServer, text: string): Promise<RawReply[]> =>
  repliesIn(await exchange(await openRaw(server), [text]));

describe('one request', () => {
  const own = 2;
  const get = (target: string, more: string): string => `GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${more}\r\n`;
  const { maxHeaders, maxTargetSize } = HTTP_LIMITS;

  it.each([
    ['as many headers as there may be', get('/_sse/health', lines(maxHeaders - own)), 200],
    ['one header more', get('/_sse/health', lines(maxHeaders - own + 1)), 431],
    ['one header more, all of one name', get('/_sse/health', 'a: b\r\n'.repeat(maxHeaders - own + 1)), 431],
    ['more headers than node counts', get('/_sse/health', 'a:\r\n'.repeat(3_000)), 431],
    ['as long a target as there may be', get(`/_sse/health?${'x'.repeat(maxTargetSize - 13)}`, ''), 200],
    ['one character more', get(`/_sse/health?${'x'.repeat(maxTargetSize - 12)}`, ''), 414],
    ['headers that are too large together', get('/_sse/health', `a: ${'b'.repeat(HTTP_LIMITS.maxHeaderSize)}\r\n`), 431],
    ['a target that is larger than all headers may be', get(`/${'x'.repeat(HTTP_LIMITS.maxHeaderSize)}`, ''), 431],
  ])('with %s', async (_, text, status) => {
    const [reply, ...more] = await repliesTo(await start(), text);
    expect([reply?.status, reply?.error?.Code, more]).toEqual([status, status === 200 ? undefined : 'BadRequest', []]);
    expect(reply?.headers).toMatchObject({ server: 'AliyunOSS', connection: 'close', 'x-oss-request-id': expect.any(String) });
  });

  it('that is refused is forgotten, also when the client neither ends the connection nor stops talking', async () => {
    const connection = await openRaw(await start());
    connection.socket.allowHalfOpen = true;
    const talking = setInterval(() => connection.socket.writable && connection.socket.write('x'), 20);
    const replies = repliesIn(await exchange(connection, ['garbage\r\n\r\n']));
    clearInterval(talking);
    expect(replies.map(({ status }) => status)).toEqual([400]);
  });
});

describe('requests at the same time', () => {
  const put = (server: LimitedServer, key: string, headers: Record<string, string> = {}): string =>
    signedHead(server, { method: 'PUT', bucket: 'limits', key, headers: { 'content-length': '3', ...headers } });

  /** A PUT that runs until `abc` is said. */
  async function running(server: LimitedServer): Promise<RawConnection> {
    const connection = await openRaw(server);
    await say(connection, [put(server, 'running', { expect: '100-continue', connection: 'close' })]);
    const [heard] = await once(connection.socket, 'data');
    expect(heard).toMatch(/^HTTP\/1\.1 100 /);
    return connection;
  }

  it('beyond the limit are 503 ServiceUnavailable, and their bodies stay unread', async () => {
    const server = await start({ maxRequests: 2 });
    const both = [await running(server), await running(server)];
    const before = await server.stored();
    for (const headers of [{}, { expect: '100-continue' }]) {
      const [reply, ...more] = await repliesTo(server, put(server, 'refused', headers));
      expect([reply?.status, reply?.error?.Code, more]).toEqual([503, 'ServiceUnavailable', []]);
      expect(reply?.headers).toMatchObject({ 'retry-after': '1', connection: 'close' });
      expect(reply?.error?.RequestId).toBe(reply?.headers['x-oss-request-id']);
    }
    expect(await server.stored()).toBe(before);
    for (const connection of both) await exchange(connection, ['abc']);
  });

  it('beyond the limit are told so in every form', async () => {
    const server = await start({ maxRequests: 1 });
    const first = await running(server);
    const head = await ask(server, { method: 'HEAD', bucket: 'limits', key: 'k' });
    expect([head.status, head.error?.Code]).toEqual([503, 'ServiceUnavailable']);
    expect((await ask(server, { method: 'GET', anonymous: true })).status).toBe(503);
    expect((await send(server, { method: 'GET', path: '/%zz', headers: {} })).status).toBe(503);
    await exchange(first, ['abc']);
  });

  it('beyond the limit may ask for health, at the server itself', async () => {
    const server = await start({ maxRequests: 1 });
    const first = await running(server);
    const health = { path: '/_sse/health', headers: {} };
    expect((await send(server, { method: 'GET', ...health })).status).toBe(200);
    expect((await send(server, { method: 'HEAD', ...health })).status).toBe(200);
    expect((await send(server, { method: 'PUT', ...health })).status).toBe(503);
    const ofBucket = { ...health, headers: { host: 'limits.oss-cn-hangzhou.aliyuncs.com' } };
    expect((await send(server, { method: 'GET', ...ofBucket })).status).toBe(503);
    await exchange(first, ['abc']);
  });

  it.each([
    ['answered', (connection: RawConnection) => exchange(connection, ['abc'])],
    ['broken off', async (connection: RawConnection) => connection.reset()],
  ])('make room when one is %s', async (_, end) => {
    const server = await start({ maxRequests: 1 });
    const health = async (): Promise<number> => (await ask(server, { method: 'GET' })).status;
    for (let round = 0; round < 3; round += 1) {
      const first = await running(server);
      expect(await health()).toBe(503);
      await end(first);
      await expect.poll(health).toBe(200);
    }
  });

  it('may be had again on the same connection after a refusal', async () => {
    const server = await start({ maxRequests: 1 });
    const first = await running(server);
    const list = signedHead(server, { method: 'GET' });
    const connection = await openRaw(server);
    await say(connection, [list]);
    expect((await once(connection.socket, 'data')).join('')).toMatch(/^HTTP\/1\.1 503 /);
    await exchange(first, ['abc']);
    const heard = await exchange(connection, [list.replace('\r\n', '\r\nConnection: close\r\n')]);
    expect(repliesIn(heard).map(({ status }) => status)).toEqual([200]);
  });
});

describe('connections beyond the limit', () => {
  it('are closed as they come, and those there are go on', async () => {
    const server = await start({ limits: { maxConnections: 2 } });
    const get = 'GET /_sse/health HTTP/1.1\r\nHost: h\r\n\r\n';
    const [first, second] = [await openRaw(server), await openRaw(server)];
    for (const connection of [first, second]) {
      await say(connection, [get]);
      await once(connection.socket, 'data');
    }
    expect(await exchange(await openRaw(server), [get])).toBe('');
    await say(first, [get]);
    expect((await once(first.socket, 'data')).join('')).toMatch(/^HTTP\/1\.1 200 /);
    first.socket.destroy();
    const again = async (): Promise<string> => exchange(await openRaw(server), [get.replace('\r\n', '\r\nConnection: close\r\n')]);
    await expect.poll(again).toMatch(/^HTTP\/1\.1 200 /);
  });
});

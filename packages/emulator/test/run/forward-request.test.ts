import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, createServer as createPlainServer, type Server as PlainServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { forwardRequest } from '../../src/run/forward-request.ts';
import type { ProxyRoute } from '../../src/run/proxy-route.ts';
import { portsTarget } from '../../src/run/served-target.ts';
import { listenOn } from '../../src/server/listen-on.ts';

const listening = (server: Server | PlainServer): Promise<number> => listenOn(server, { host: '127.0.0.1', port: 0, shared: false });

type Route = Exclude<ProxyRoute, { to: 'nowhere' }>;

/** A host that says `answer` to everything, and a proxy before it; the host's connections, and what came over them. */
async function started(answer: string, route: (port: number) => Route = () => ({ to: 'host' })) {
  const asked: string[] = [];
  const sockets: Socket[] = [];
  const host = createPlainServer((socket) => {
    sockets.push(socket);
    socket
      .on('error', () => {})
      .once('data', (data: Buffer) => {
        asked.push(data.toString('latin1'));
        socket.write(answer, 'latin1');
      });
  });
  const port = await listening(host);
  const target = portsTarget({ plain: port, secure: port });
  const proxy = createServer({ requireHostHeader: false }, (request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '');
    forwardRequest(request, response, { url, route: route(port), target });
  });
  const front = await listening(proxy);
  return {
    asked,
    sockets,
    port,
    /** What the proxy says to these lines of a request. */
    async said(...lines: readonly string[]): Promise<string> {
      const socket = connect(front, '127.0.0.1');
      socket.write([...lines, 'Connection: close', '', ''].join('\r\n'), 'latin1');
      return text(socket.setEncoding('latin1'));
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      await Promise.all([proxy, host].map(async (server) => once(server.close(), 'close')));
    },
  };
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('forwardRequest', () => {
  it.each([
    ['a status below 100', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
    ['a control character in its reason phrase', 'HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 On\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nraw'],
    ['a change of protocol to none', 'HTTP/1.1 101 On\r\n\r\n'],
    ['a control character in a header', 'HTTP/1.1 200 OK\r\nX: a\x01b\r\n\r\n'],
    ['a header whose name has a space', 'HTTP/1.1 200 OK\r\nX Y: a\r\n\r\n'],
    ['what is not HTTP', 'hello\r\n\r\n'],
  ])('answers 502 for %s, and ends the connection to the host', async (_what, answer) => {
    await using world = await started(answer);
    const said = await world.said(`GET http://127.0.0.1:${world.port}/ HTTP/1.1`);
    expect(said).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(said).toContain(`sse-emulator run: `);
    expect(said).toContain(`127.0.0.1:${world.port} cannot be `);
    const [socket] = world.sockets;
    if (socket?.closed === false) await once(socket, 'close');
  });

  it.each([
    ['an early hint before it', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', '200 OK'],
    ['letters beyond ASCII', 'HTTP/1.1 200 d\xe9j\xe0\r\nX: \xe9\r\nContent-Length: 0\r\n\r\n', '200 d\xe9j\xe0'],
    ['a status that nobody knows', 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n', '999 Odd'],
    ['a length beside no content', 'HTTP/1.1 204 None\r\nTransfer-Encoding: chunked\r\n\r\n', '204 None'],
  ])('passes an answer with %s on', async (_what, answer, status) => {
    await using world = await started(answer);
    expect(await world.said(`GET http://127.0.0.1:${world.port}/ HTTP/1.1`)).toMatch(new RegExp(`^HTTP/1\\.1 ${status}\r\n`));
  });

  it('answers 502 for a path that cannot be passed on', async () => {
    await using world = await started(ok);
    expect(await world.said(`GET http://127.0.0.1:${world.port}/a\tb HTTP/1.1`)).toMatch(/^HTTP\/1\.1 (400|502) Bad /);
  });

  it.each<[string, Route['to']]>([
    ['a host', 'host'],
    ['the server', 'server'],
    ['another proxy', 'upstream'],
  ])('tells %s the URL’s host, and leaves the other headers as they are', async (_what, to) => {
    await using world = await started(ok, (port) => (to === 'upstream' ? { to, upstream: { host: '127.0.0.1', port } } : { to }));
    const place = `127.0.0.1:${world.port}`;
    await world.said(`GET http://u:p@${place}/x HTTP/1.1`, 'X-First: 1', 'hoST: other.test', 'x-LAST: 2', 'Host: third.test', 'X-End: 3');
    const path = to === 'upstream' ? `http://u:p@${place}/x` : '/x';
    expect(world.asked).toEqual([
      expect.stringContaining(`GET ${path} HTTP/1.1\r\nX-First: 1\r\nhoST: ${place}\r\nx-LAST: 2\r\nX-End: 3\r\n`),
    ]);
  });

  it.each([
    ['http://A.aliyuncs.com:80/', 'Host: a.ALIYUNCS.com', 'Host: a.ALIYUNCS.com'],
    ['http://a.aliyuncs.com/', 'Host: a.aliyuncs.com:80', 'Host: a.aliyuncs.com:80'],
    ['http://a.aliyuncs.com/', 'Host: x@a.aliyuncs.com', 'Host: a.aliyuncs.com'],
    ['http://a.aliyuncs.com/', 'Host: a.aliyuncs.com/', 'Host: a.aliyuncs.com'],
    ['http://a.aliyuncs.com:81/', 'Host: a.aliyuncs.com', 'Host: a.aliyuncs.com:81'],
    ['http://a.aliyuncs.com/', 'Host:', 'Host: a.aliyuncs.com'],
    ['http://a.aliyuncs.com/', 'X: 1', 'Host: a.aliyuncs.com\r\nX: 1'],
  ])('of %s with %s passes on %s', async (url, said, passed) => {
    await using world = await started(ok, () => ({ to: 'server' }));
    await world.said(`GET ${url} HTTP/1.1`, said);
    expect(world.asked).toEqual([expect.stringContaining(`HTTP/1.1\r\n${passed}\r\n`)]);
  });
});

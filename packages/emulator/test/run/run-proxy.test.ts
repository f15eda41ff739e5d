import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createPlainServer, request, type RequestOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectSecurely } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { listenOn } from '../../src/server/listen-on.ts';
import { secureServer } from '../../src/server/secure-server.ts';
import { proxySecret, type ProxySecret } from '../../src/run/proxy-secret.ts';
import { runProxy, type RunProxyOptions } from '../../src/run/run-proxy.ts';
import { portsTarget } from '../../src/run/served-target.ts';
import { temporaryAuthority } from '../../src/tls/index.ts';

const authority = temporaryAuthority({ domains: ['aliyuncs.com'] });
const stranger = temporaryAuthority({ domains: ['localhost'] });
const secret = proxySecret();
const authorization = shownBy(secret);

function shownBy({ user, password }: ProxySecret): string {
  return `Basic ${btoa(`${user}:${password}`)}`;
}

async function listening(server: Server): Promise<number> {
  return listenOn(server, { host: '127.0.0.1', port: 0, shared: false });
}

/** A proxy, and behind it a server for the vendor's names; everything says who answers, and to which Host and path. */
async function started(options: Partial<RunProxyOptions> = {}) {
  const plain = createPlainServer((asked, answer) => answer.end(`plain ${asked.headers.host} ${asked.url}`));
  const secure = secureServer({}, authority).on('request', (asked, answer) => answer.end(`secure ${asked.headers.host}`));
  const leaf = stranger.named('localhost');
  const elsewhere = createSecureServer({ cert: leaf.cert, key: leaf.key }, (_asked, answer) => answer.end('elsewhere'));
  const refused: string[] = [];
  const target = portsTarget({ plain: await listening(plain), secure: await listening(secure) });
  const other = await listening(elsewhere);
  const proxy = await runProxy({
    secret,
    target,
    blockOthers: false,
    upstreamFor: () => undefined,
    refused: (host) => void refused.push(host),
    ...options,
  });
  const [close, servers] = [() => proxy.close(), [plain, secure, elsewhere]];
  let connections = 0;
  for (const server of servers) server.on('connection', () => (connections += 1));
  return {
    connections: () => connections,
    /** The certificate of the server that is not the vendor's. */
    shown: leaf.cert,
    port: proxy.port,
    other,
    refused,
    async [Symbol.asyncDispose]() {
      await close();
      for (const server of servers) server.close();
    },
  };
}

async function answered(options: RequestOptions): Promise<{ status: number | undefined; body: string; challenge: string | undefined }> {
  const asked = request({ host: '127.0.0.1', agent: false, headers: { 'Proxy-Authorization': authorization }, ...options }).end();
  const [answer] = await once(asked, 'response');
  return { status: answer.statusCode, body: await text(answer), challenge: answer.headers['proxy-authenticate'] };
}

/** An open tunnel to `place`, or the status by which it was refused. */
async function tunnel(port: number, place: string): Promise<Socket | number> {
  const headers = { 'Proxy-Authorization': authorization };
  const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path: place, headers }).end();
  const [answer, socket]: [{ statusCode: number }, Socket] = (await Promise.race([
    once(asked, 'connect'),
    once(asked, 'response'),
  ])) as never;
  return answer.statusCode === 200 ? socket : answer.statusCode;
}

/** What the other end of a tunnel to `place`, with TLS for `servername` inside, says to a request. */
async function throughTunnel(port: number, place: string, servername: string, ca: string): Promise<string> {
  const socket = await tunnel(port, place);
  if (typeof socket === 'number') return String(socket);
  const tls = connectSecurely({ socket, servername, ca });
  tls.end(`GET / HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
  return (await text(tls)).replace(/^[^]*\r\n\r\n/, '').replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, '');
}

/** The fingerprint of the certificate that a client sees at the other end of a tunnel, whether it trusts it or not. */
async function fingerprintThrough(port: number, place: string): Promise<string> {
  const socket = await tunnel(port, place);
  if (typeof socket === 'number') return String(socket);
  const tls = connectSecurely({ socket, servername: 'localhost', rejectUnauthorized: false });
  await once(tls, 'secureConnect');
  const { fingerprint256 } = tls.getPeerCertificate();
  tls.destroy();
  return fingerprint256;
}

describe('runProxy', () => {
  it.each([
    ['none', {}],
    ['a wrong password', { 'Proxy-Authorization': `Basic ${btoa(`${secret.user}:wrong`)}` }],
    ['those of another run', { 'Proxy-Authorization': shownBy(proxySecret()) }],
    ['another scheme', { 'Proxy-Authorization': `Bearer ${secret.password}` }],
    ['those of the server', { Authorization: authorization }],
  ])('refuses everything with %s for credentials, and nothing reaches a server', async (_what, headers) => {
    await using world = await started();
    for (const host of ['oss.aliyuncs.com', 'ecs.aliyuncs.com', `127.0.0.1:${world.other}`, `127.0.0.1:${world.port}`, 'example.com']) {
      const refusal = await answered({ port: world.port, path: `http://${host}/`, headers });
      expect(refusal).toMatchObject({ status: 407, challenge: 'Basic realm="sse-emulator run"' });
      const path = host.includes(':') ? host : `${host}:443`;
      const asked = request({ host: '127.0.0.1', port: world.port, method: 'CONNECT', path, headers }).end();
      const [answer, socket] = await once(asked, 'connect');
      expect(answer.statusCode).toBe(407);
      expect(answer.headers['proxy-authenticate']).toBe('Basic realm="sse-emulator run"');
      expect(await text(socket)).not.toMatch(/aliyuncs|elsewhere/);
    }
    expect({ connections: world.connections(), refused: world.refused }).toEqual({ connections: 0, refused: [] });
    await answered({ port: world.port, path: 'http://oss.aliyuncs.com/' });
    expect(world.connections()).toBe(1);
  });

  it('ends TLS for the names of OSS, STS and KMS at the server, with leaves of the authority', async () => {
    await using world = await started();
    for (const name of ['oss-cn-hangzhou.aliyuncs.com', 'examplebucket.oss-accelerate.aliyuncs.com', 'sts.aliyuncs.com'])
      expect(await throughTunnel(world.port, `${name}:443`, name, authority.certificate)).toBe(`secure ${name}`);
  });

  it('passes plain requests to these names on with Host and path untouched, also through a tunnel without an answer', async () => {
    await using world = await started();
    const path = 'http://b.oss-cn-hangzhou.aliyuncs.com/a%20b/../%C3%BC?x=%2f';
    const headers = { 'Proxy-Authorization': authorization, Host: 'b.oss-cn-hangzhou.aliyuncs.com' };
    expect(await answered({ port: world.port, path, headers })).toMatchObject({
      status: 200,
      body: 'plain b.oss-cn-hangzhou.aliyuncs.com /a%20b/../%C3%BC?x=%2f',
    });
    const socket = connect(world.port, '127.0.0.1');
    const opening = `CONNECT sts.aliyuncs.com:80 HTTP/1.1\r\nProxy-Authorization: ${authorization}\r\nX-SSE-Silent: 1\r\n\r\n`;
    socket.write(`${opening}GET /a HTTP/1.1\r\nHost: sts.aliyuncs.com\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*plain sts.aliyuncs.com \/a/);
  });

  it('refuses other names of the vendor, and tells which', async () => {
    await using world = await started();
    expect(await answered({ port: world.port, path: 'http://ecs.aliyuncs.com/' })).toMatchObject({ status: 403 });
    expect(await throughTunnel(world.port, 'ram.aliyuncs.com:443', 'ram.aliyuncs.com', '')).toBe('403');
    expect(world.refused).toEqual(['ecs.aliyuncs.com', 'ram.aliyuncs.com']);
  });

  it('passes other hosts through with their own certificates, unless they are blocked', async () => {
    await using world = await started({ blockOthers: true });
    expect(await throughTunnel(world.port, `127.0.0.1:${world.other}`, 'localhost', stranger.certificate)).toBe('elsewhere');
    expect(await fingerprintThrough(world.port, `127.0.0.1:${world.other}`)).toBe(new X509Certificate(world.shown).fingerprint256);
    await expect(throughTunnel(world.port, `127.0.0.1:${world.other}`, 'localhost', authority.certificate)).rejects.toThrow('certificate');
    expect(await throughTunnel(world.port, 'example.com:443', 'example.com', '')).toBe('403');
    expect((await answered({ port: world.port, path: 'http://example.com/' })).status).toBe(403);
    expect(world.refused).toEqual(['example.com', 'example.com']);
  });

  it('reaches other hosts through the proxy that was set', async () => {
    const seen: unknown[] = [];
    const upper = createPlainServer((asked, answer) => {
      seen.push([asked.method, asked.url, asked.headers['proxy-authorization']]);
      answer.end('upper');
    });
    upper.on('connect', (asked, socket) => {
      seen.push([asked.method, asked.url, asked.headers['proxy-authorization']]);
      socket.end('HTTP/1.1 503 No\r\n\r\n');
    });
    const upstream = { host: '127.0.0.1', port: await listening(upper), authorization: 'Basic dXA=' };
    await using world = await started({ upstreamFor: () => upstream });
    expect(await answered({ port: world.port, path: 'http://example.com/x' })).toMatchObject({ body: 'upper' });
    expect(await throughTunnel(world.port, 'example.com:443', 'example.com', '')).toBe('502');
    expect(seen).toEqual([
      ['GET', 'http://example.com/x', 'Basic dXA='],
      ['CONNECT', 'example.com:443', 'Basic dXA='],
    ]);
    upper.close();
  });
});

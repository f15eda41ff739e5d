import { readFile } from 'node:fs/promises';
import { Agent, get, request } from 'node:https';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForRequests, type HttpListener, type HttpListenerOptions } from '../../src/server/http-listener.ts';
import { silentLogger } from '../../src/server/logger.ts';
import { readTlsFiles } from '../../src/server/tls-files.ts';
import { fakeMemoryStorage, openFakeNode } from './fake-node.ts';
import { rawClient } from './raw-client.ts';

const open: HttpListener[] = [];
const graceMs = 20_000;

async function listen(options: Partial<HttpListenerOptions> = {}): Promise<HttpListener> {
  const { store, blobs } = fakeMemoryStorage();
  const rest = {
    rootKey: new Uint8Array(32),
    region: 'xx',
    strictRegion: false,
    baseDomains: [],
    cnames: {},
    log: silentLogger,
    now: Date.now,
  };
  const node = await openFakeNode({ store, blobs, ...rest });
  const listener = await listenForRequests(node, { host: '127.0.0.1', port: 0, shared: false, ...options });
  open.push(listener);
  return listener;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close(0)));
});

const tlsFiles = {
  certFile: new URL('fixtures/localhost-cert.pem', import.meta.url).pathname,
  keyFile: new URL('fixtures/localhost-key.pem', import.meta.url).pathname,
};

describe('requests', () => {
  it('reach the node on a connection that stays open', async () => {
    const { port } = await listen();
    using client = rawClient(port);
    client.say('PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc');
    await client.hears('xx 3');
    client.say('PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd');
    expect(await client.hears('xx 4')).toMatch(/HTTP\/1\.1 200 OK[^]*HTTP\/1\.1 200 OK/);
  });

  it('for a tunnel are answered as what they are not', async () => {
    const { port } = await listen();
    using client = rawClient(port);
    client.say('CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n');
    expect(await client.hears('</Error>')).toMatch(/^HTTP\/1\.1 400 [^]*x-oss-request-id: [0-9A-F]{24}/);
  });

  it('that wait for 100 Continue get it', async () => {
    const { port } = await listen();
    using client = rawClient(port);
    client.say('PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n');
    await client.hears('HTTP/1.1 100 Continue');
    client.say('abc');
    expect(await client.hears('xx 3')).toContain('HTTP/1.1 200 OK');
  });

  it('may have 48 KiB of headers', async () => {
    const { port } = await listen();
    using client = rawClient(port);
    client.say(`GET /a HTTP/1.1\r\nHost: h\r\nx-oss-meta-a: ${'a'.repeat(48 * 1024)}\r\n\r\n`);
    expect(await client.hears('xx 0')).toContain('HTTP/1.1 200 OK');
  });
});

describe('what is no request', () => {
  it.each([
    ['garbage', 'garbage\r\n\r\n', 400, 'BadRequest'],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'BadRequest'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: h\r\nhost: i\r\n\r\n', 400, 'BadRequest'],
    ['HTTP/2 in the form of HTTP/1', 'GET / HTTP/2.0\r\nHost: h\r\n\r\n', 400, 'BadRequest'],
    ['a bad header', 'GET / HTTP/1.1\r\nHost: h\r\na b: c\r\n\r\n', 400, 'BadRequest'],
    ['two lengths', 'PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'BadRequest'],
    ['length and chunks', 'PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400, 'BadRequest'],
    ['a bad chunk', 'PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400, 'BadRequest'],
    ['too large headers', `GET / HTTP/1.1\r\nHost: h\r\na: ${'a'.repeat(70_000)}\r\n\r\n`, 431, 'BadRequest'],
  ])('%s: is answered with an error document and the end of the connection', async (_name, text, status, code) => {
    const { port } = await listen();
    using client = rawClient(port);
    client.say(text);
    const reply = await client.ended;
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(reply).toMatch(/\r\nx-oss-request-id: [0-9A-F]{24}\r\n/);
    expect(reply).toMatch(/\r\nServer: AliyunOSS\r\nDate: /);
    const [head = '', body = ''] = reply.split('\r\n\r\n');
    expect(body).toContain(`<Code>${code}</Code>`);
    expect(head).toContain(`Content-Length: ${body.length}`);
  });

  it('headers that do not come in time are answered, and so is silence', async () => {
    const { port } = await listen({ limits: { headersTimeout: 50, connectionsCheckingInterval: 20 } });
    using slow = rawClient(port);
    using silent = rawClient(port);
    slow.say('GET / HTTP/1.1\r\nHos');
    for (const client of [slow, silent]) expect(await client.ended).toContain('<Code>RequestTimeout</Code>');
  });

  it('a reply that has begun is cut off, not mixed with an error', async () => {
    const { port } = await listen();
    using client = rawClient(port);
    client.say('PUT /begun HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n');
    await client.hears('begun');
    client.say('zz\r\n');
    const reply = await client.ended;
    expect(reply).not.toContain('BadRequest');
    expect(reply.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('close', () => {
  it('ends connections that are idle, said nothing or half a request, and waits for a request in flight, whose reply says the end', async () => {
    const listener = await listen();
    using idle = rawClient(listener.port);
    using fresh = rawClient(listener.port);
    using halfFirst = rawClient(listener.port);
    using halfSecond = rawClient(listener.port);
    using busy = rawClient(listener.port);
    idle.say('GET /a HTTP/1.1\r\nHost: h\r\n\r\n');
    await idle.hears('xx 0');
    halfFirst.say('GET /a HTTP/1.1\r\nHo');
    halfSecond.say('GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /a HT');
    await halfSecond.hears('xx 0');
    busy.say('PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n');
    await busy.hears('100 Continue');
    busy.say('abc');
    const closed = listener.close(graceMs);
    await Promise.all([idle, fresh, halfFirst, halfSecond].map(({ ended }) => ended));
    const late = connect({ host: '127.0.0.1', port: listener.port });
    await expect(new Promise((_resolve, reject) => late.once('error', reject))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    busy.say('def');
    const reply = await busy.ended;
    expect(reply).toContain('xx 6');
    expect(reply).toMatch(/\r\nConnection: close\r\n/i);
    await closed;
  });

  it('cuts off what is still in flight after the grace', async () => {
    const listener = await listen();
    using busy = rawClient(listener.port);
    busy.say('PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n');
    await busy.hears('100 Continue');
    await listener.close(10);
    expect(await busy.ended).not.toContain('xx');
  });
});

describe('TLS', () => {
  it('serves HTTPS and closes connections in every state', async () => {
    const listener = await listen({ tls: await readTlsFiles(tlsFiles) });
    using handshaking = rawClient(listener.port);
    handshaking.say('\u0016');
    const agent = new Agent({ keepAlive: true, ca: await readFile(tlsFiles.certFile) });
    const text = await new Promise<string>((resolve, reject) => {
      get({ port: listener.port, host: '127.0.0.1', path: '/a', agent }, (response) => {
        response.setEncoding('utf8').once('data', resolve);
      }).once('error', reject);
    });
    expect(text).toBe('xx 0');
    const busy = request({
      port: listener.port,
      host: '127.0.0.1',
      path: '/a',
      method: 'PUT',
      agent,
      headers: { expect: '100-continue', 'content-length': 3 },
    });
    busy.flushHeaders();
    await new Promise((resolve) => busy.once('continue', resolve));
    const answered = new Promise<string>((resolve) =>
      busy.once('response', (response) => response.setEncoding('utf8').once('data', resolve)),
    );
    const closed = listener.close(graceMs);
    busy.end('abc');
    expect(await answered).toBe('xx 3');
    await Promise.all([handshaking.ended, closed]);
  });
});

import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Agent, MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { breakConnection, fakeServer, reply, type Answer } from '../fake-server.ts';
import { rejection, testClient } from '../test-client.ts';

const silence: Answer = () => {};
const noRetries = { retries: { limit: 0 } };

describe('transport faults', () => {
  it('name a server that is not there', async () => {
    const error = await rejection(testClient('http://127.0.0.1:1', noRetries).listBuckets());
    expect(error).toMatchObject({ name: 'OssTransportError', kind: 'connection', operation: 'ListBuckets' });
  });

  it('name a connection that breaks', async () => {
    const server = await fakeServer(breakConnection);
    expect(await rejection(testClient(server.endpoint, noRetries).listBuckets())).toMatchObject({ kind: 'connection' });
  });

  it('name a server that does not answer', async () => {
    const server = await fakeServer(silence);
    const client = testClient(server.endpoint, { ...noRetries, timeouts: { replyMs: 50 } });
    expect(await rejection(client.listBuckets())).toMatchObject({ kind: 'timeout' });
  });

  it.each(['before', 'during'])('name an abort %s the request, with its reason', async (when) => {
    const stop = new AbortController();
    const cause = new Error('enough');
    const server = await fakeServer(() => stop.abort(cause));
    if (when === 'before') stop.abort(cause);
    const error = await rejection(testClient(server.endpoint).listBuckets({ signal: stop.signal }));
    expect(error).toMatchObject({ kind: 'aborted', cause });
    expect(server.requests).toHaveLength(when === 'before' ? 0 : 1);
  });

  it('name a client that was closed', async () => {
    const client = testClient('http://127.0.0.1:1');
    await client.close();
    await client.close();
    expect(await rejection(client.listBuckets())).toMatchObject({ kind: 'aborted' });
  });

  it('name a reply that is no HTTP', async () => {
    const server = await fakeServer((response) => response.socket?.end('SSH-2.0-OpenSSH\r\n\r\n'));
    expect(await rejection(testClient(server.endpoint).listBuckets())).toMatchObject({ kind: 'malformed-reply' });
  });

  it('name a document that is another, endless, or none', async () => {
    const other = await fakeServer(reply(200, {}, '<Other/>'));
    expect(await rejection(testClient(other.endpoint).listBuckets())).toMatchObject({ kind: 'malformed-reply' });
    const endless = await fakeServer(reply(200, {}, Buffer.alloc(17 * 2 ** 20)));
    expect(await rejection(testClient(endless.endpoint).listBuckets())).toMatchObject({ kind: 'malformed-reply', message: /at most/ });
  });

  it('name a stream that fails under way', async () => {
    const server = await fakeServer(reply(200));
    const cause = new Error('disk');
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        throw cause;
      })(),
    );
    expect(await rejection(testClient(server.endpoint).putObject('photos', 'key', source))).toMatchObject({ kind: 'upload-source', cause });
  });

  it('name a connection that breaks while the stream given as body has nothing to say', async () => {
    const server = createServer((incoming) => incoming.once('data', () => incoming.socket.destroy()));
    const endpoint = await new Promise<string>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    });
    onTestFinished(() => void server.close());
    let made = 0;
    const halting = (): Readable => {
      made += 1;
      const stream: Readable = new Readable({ read: () => stream.push(Buffer.alloc(100)), highWaterMark: 1 });
      stream.once('data', () => (stream._read = () => {}));
      return stream;
    };
    const error = await rejection(testClient(endpoint, { retries: { limit: 1 } }).putObject('photos', 'key', halting));
    expect(error).toMatchObject({ kind: 'connection' });
    expect(made).toBe(2);
  });

  it('name a stream given as body that cannot be made, or has ended', async () => {
    const server = await fakeServer(reply(200));
    const client = testClient(server.endpoint);
    const cause = new Error('no such file');
    const unmade = client.putObject('photos', 'key', () => {
      throw cause;
    });
    expect(await rejection(unmade)).toMatchObject({ kind: 'upload-source', cause });
    const ended = Readable.from([Buffer.from('x')]);
    await ended.toArray();
    expect(await rejection(client.putObject('photos', 'key', ended))).toMatchObject({ kind: 'upload-source' });
    expect(server.requests).toHaveLength(0);
  });

  it('name a stream given as body that gives no bytes', async () => {
    const server = await fakeServer(reply(200));
    const client = testClient(server.endpoint);
    for (const objects of [() => Readable.from([{ a: 1 }]), () => [5] as never]) {
      const error = await rejection(client.putObject('photos', 'key', objects));
      expect(error).toMatchObject({ kind: 'upload-source', cause: { code: 'ERR_INVALID_ARG_TYPE' } });
    }
  });

  it('give back a status that is no success of the operation as an error', async () => {
    const server = await fakeServer(reply(201));
    expect(await rejection(testClient(server.endpoint).deleteObject('photos', 'key'))).toMatchObject({
      name: 'OssServiceError',
      status: 201,
    });
  });
});

describe('an upload that is refused early', () => {
  it('reports the refusal and lets the stream go', async () => {
    const server = createServer((_request, response) => response.writeHead(403, { 'x-oss-request-id': 'R' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const source = new Readable({ read: () => source.push(Buffer.alloc(1024)) });
    const closed = new Promise((resolve) => source.once('close', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const error = await rejection(testClient(`http://127.0.0.1:${port}`).putObject('photos', 'key', source));
    server.closeAllConnections();
    server.close();
    expect(error).toMatchObject({ name: 'OssServiceError', status: 403, requestId: 'R' });
    await closed;
  });
});

describe('a stream made for an attempt', () => {
  it.each([false, true])('is let go when the attempt fails, whatever the dispatcher does with it (of objects: %s)', async (objectMode) => {
    const dispatcher = new MockAgent();
    dispatcher.disableNetConnect();
    dispatcher.get('http://127.0.0.1:1').intercept({ path: '/photos/key', method: 'PUT' }).replyWithError(new Error('no'));
    const source = new Readable({ objectMode, read: () => {} });
    const client = testClient('http://127.0.0.1:1', { ...noRetries, dispatcher });
    expect(await rejection(client.putObject('photos', 'key', () => source))).toMatchObject({ kind: 'connection' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(source.destroyed).toBe(true);
  });
});

describe('addressing', () => {
  it('reaches a bucket under its own host name, with a dispatcher of the caller that stays open', async () => {
    const server = await fakeServer(reply(204));
    const { port } = new URL(server.endpoint);
    const dispatcher = new Agent({
      connect: (_options, callback) => {
        const socket = connect(Number(port), '127.0.0.1', () => callback(null, socket));
      },
    });
    const first = testClient('http://oss.example.com', { dispatcher });
    await first.deleteObject('photos', 'key');
    await first.close();
    await testClient('http://oss.example.com', { dispatcher }).deleteObject('photos', 'a b/c');
    await dispatcher.destroy();
    expect(server.requests[1]).toMatchObject({ method: 'DELETE', url: '/a%20b/c', headers: { host: 'photos.oss.example.com' } });
  });
});

import { crc64, utf8 } from '@sse/core/primitives';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeServer, reply, type Answer } from '../fake-server.ts';
import { rejection, testClient } from '../test-client.ts';

const stored: Answer = (response, { body }) =>
  response.writeHead(200, { etag: '"E"', 'x-oss-hash-crc64ecma': crc64(0n, body).toString(), 'x-oss-server-side-encryption': 'SM4' }).end();

async function* slowly(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('ab');
  await new Promise((resolve) => setImmediate(resolve));
  yield Buffer.from('cd');
}

describe('putObject', () => {
  it('sends content and headers, and gives what the service stored', async () => {
    const server = await fakeServer(stored);
    const put = await testClient(server.endpoint).putObject('photos', 'a b/ü', 'content', {
      contentType: 'text/plain',
      contentMd5: 'mgNkuembtxBlAnF6sxVDqw==',
      metadata: { a: '1' },
      encryption: { algorithm: 'SM4' },
    });
    expect(put).toMatchObject({ status: 200, etag: '"E"', crc64: crc64(0n, utf8('content')), encryption: { algorithm: 'SM4' } });
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      url: '/photos/a%20b/%C3%BC',
      headers: {
        'content-length': '7',
        'content-type': 'text/plain',
        'content-md5': 'mgNkuembtxBlAnF6sxVDqw==',
        'x-oss-meta-a': '1',
        'x-oss-server-side-encryption': 'SM4',
      },
    });
  });

  it('sends a stream chunked, or with the length that is given', async () => {
    const server = await fakeServer(stored);
    const client = testClient(server.endpoint);
    await client.putObject('photos', 'key', slowly());
    await client.putObject('photos', 'key', slowly(), { contentLength: 4 });
    expect(server.requests.map(({ headers, body }) => [headers['transfer-encoding'], headers['content-length'], body.toString()])).toEqual([
      ['chunked', undefined, 'abcd'],
      [undefined, '4', 'abcd'],
    ]);
  });

  it('sends nothing as nothing', async () => {
    const server = await fakeServer(stored);
    const client = testClient(server.endpoint);
    expect(await client.putObject('photos', 'key', '')).toMatchObject({ crc64: 0n });
    expect(await client.putObject('photos', 'key', [])).toMatchObject({ crc64: 0n });
    expect(server.requests.map(({ body }) => body.length)).toEqual([0, 0]);
  });

  it.each([3, 5])('fails when a stream of 4 bytes is announced as %i', async (contentLength) => {
    const server = await fakeServer(stored);
    const source = Readable.from([Buffer.from('ab'), Buffer.from('cd')]);
    const error = await rejection(testClient(server.endpoint).putObject('photos', 'key', source, { contentLength }));
    expect(error).toMatchObject({ name: 'OssTransportError', kind: 'upload-source' });
  });

  it('calls it misuse when bytes are announced with another length', async () => {
    const server = await fakeServer(stored);
    const error = await rejection(testClient(server.endpoint).putObject('photos', 'key', 'abcd', { contentLength: 3 }));
    expect(error).toMatchObject({ code: 'misuse' });
  });

  it.each([
    ['bytes', 'content'],
    ['a stream', Readable.from([Buffer.from('content')])],
  ])('fails when the service received other bytes than these: %s', async (_name, content) => {
    const server = await fakeServer(reply(200, { 'x-oss-hash-crc64ecma': '1' }));
    expect(await rejection(testClient(server.endpoint).putObject('photos', 'key', content))).toMatchObject({ kind: 'crc-mismatch' });
    expect(server.requests).toHaveLength(1);
  });

  it('believes an answer to all announced bytes of a stream that is slow to end', async () => {
    const server = await fakeServer(stored);
    const source = new Readable({ read: () => {} });
    source.push('abcd');
    const put = await testClient(server.endpoint).putObject('photos', 'key', source, { contentLength: 4 });
    expect(put).toMatchObject({ etag: '"E"', crc64: crc64(0n, utf8('abcd')) });
  });

  it('does not take an answer to a part of a stream for success', async () => {
    const server = createServer((_request, response) => void response.writeHead(200).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const endless = new Readable({ read: () => endless.push(Buffer.alloc(1024)) });
    const { port } = server.address() as AddressInfo;
    const error = await rejection(testClient(`http://127.0.0.1:${port}`).putObject('photos', 'key', endless));
    expect(error).toMatchObject({ kind: 'crc-mismatch' });
  });

  it('tolerates a reply without a checksum, and then states none', async () => {
    const server = await fakeServer(reply(200));
    expect(await testClient(server.endpoint).putObject('photos', 'key', 'content')).toMatchObject({ crc64: undefined });
  });

  it('lets a stream go that is never sent', async () => {
    const source = new Readable({ read: () => {} });
    expect(await rejection(testClient('http://127.0.0.1:1').putObject('photos', '', source))).toMatchObject({ code: 'misuse' });
    expect(source.destroyed).toBe(true);
  });
});

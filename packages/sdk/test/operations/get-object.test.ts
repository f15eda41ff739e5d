import { crc64, utf8 } from '@sse/core/primitives';
import { describe, expect, it } from 'vitest';
import { fakeServer, refusal, reply, type Answer } from '../fake-server.ts';
import { rejection, testClient } from '../test-client.ts';

const CONTENT = 'some content';
const SUM = crc64(0n, utf8(CONTENT)).toString();
const sum = { 'x-oss-hash-crc64ecma': SUM };

const short: Answer = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('abc');
  setImmediate(() => response.socket?.end());
};
const chunked: Answer = (response) => {
  response.writeHead(200).write('abc');
  setImmediate(() => response.socket?.end());
};

describe('getObject', () => {
  it('gives head and content', async () => {
    const server = await fakeServer(reply(200, { ...sum, 'x-oss-server-side-encryption': 'AES256', 'x-oss-meta-a': '1' }, CONTENT));
    const object = await testClient(server.endpoint).getObject('photos', 'a/b');
    expect(object).toMatchObject({ status: 200, crc64: BigInt(SUM), encryption: { algorithm: 'AES256' }, metadata: { a: '1' } });
    expect(await object.text()).toBe(CONTENT);
    expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/photos/a/b' });
  });

  it.each(['bytes', 'text'] as const)('fails %s() when the bytes are not those that were stored', async (read) => {
    const server = await fakeServer(reply(200, sum, 'sOme content'));
    const object = await testClient(server.endpoint).getObject('photos', 'key');
    expect(await rejection(object[read]())).toMatchObject({ name: 'OssTransportError', kind: 'crc-mismatch' });
  });

  it('fails its stream when the bytes are not those that were stored', async () => {
    const server = await fakeServer(reply(200, sum, 'other'));
    const { body } = await testClient(server.endpoint).getObject('photos', 'key');
    expect(await rejection(body.toArray())).toMatchObject({ kind: 'crc-mismatch', requestId: '0123456789ABCDEF01234567' });
  });

  it('tolerates a reply without a checksum', async () => {
    const server = await fakeServer(reply(200, {}, CONTENT));
    expect(await (await testClient(server.endpoint).getObject('photos', 'key')).text()).toBe(CONTENT);
  });

  it('fails where a body ends before its Content-Length, chunked or not', async () => {
    const server = await fakeServer(short, chunked);
    const client = testClient(server.endpoint);
    for (let round = 0; round < 2; round++) {
      const object = await client.getObject('photos', 'key');
      expect(await rejection(object.bytes())).toMatchObject({ kind: 'truncated-body' });
    }
    expect(server.requests).toHaveLength(2);
  });

  it('gives a range, unchecked by a sum of the whole', async () => {
    const server = await fakeServer(reply(206, { ...sum, 'content-range': 'bytes 5-8/12' }, 'cont'));
    const object = await testClient(server.endpoint).getObject('photos', 'key', { range: { start: 5, end: 9 } });
    expect(object).toMatchObject({ contentRange: { start: 5, end: 9, size: 12 }, size: 12 });
    expect(await object.text()).toBe('cont');
    expect(server.requests[0]?.headers).toMatchObject({ range: 'bytes=5-8', 'x-oss-range-behavior': 'standard' });
  });

  it.each([
    ['the whole object', reply(200, sum, CONTENT)],
    ['another range', reply(206, { 'content-range': 'bytes 0-3/12' }, 'some')],
    ['the range as if it were all', reply(200, { 'content-range': 'bytes 5-8/12' }, 'cont')],
    ['a part without saying which', reply(206, {}, 'cont')],
  ])('refuses %s for the range that was asked for', async (_name, answer) => {
    const server = await fakeServer(answer);
    const range = { start: 5, end: 9 };
    expect(await rejection(testClient(server.endpoint).getObject('photos', 'key', { range }))).toMatchObject({ kind: 'malformed-reply' });
  });

  it('refuses a part that nobody asked for', async () => {
    const server = await fakeServer(reply(206, { 'content-range': 'bytes 0-3/12' }, 'some'));
    expect(await rejection(testClient(server.endpoint).getObject('photos', 'key'))).toMatchObject({ status: 206 });
  });

  it('reports a condition that does not hold', async () => {
    const server = await fakeServer(reply(304), refusal(412, 'PreconditionFailed'));
    const client = testClient(server.endpoint);
    expect(await rejection(client.getObject('photos', 'key', { ifNoneMatch: '"A"' }))).toMatchObject({ code: 'NotModified', status: 304 });
    expect(await rejection(client.getObject('photos', 'key', { ifMatch: '"A"' }))).toMatchObject({ code: 'PreconditionFailed' });
    expect(server.requests.map(({ headers }) => [headers['if-none-match'], headers['if-match']])).toEqual([
      ['"A"', undefined],
      [undefined, '"A"'],
    ]);
  });

  it('stops its body when the signal aborts, and when the client is closed', async () => {
    const server = await fakeServer((response) => void response.writeHead(200, { 'content-length': '100' }).write('abc'));
    const client = testClient(server.endpoint);
    const stop = new AbortController();
    const first = await client.getObject('photos', 'key', { signal: stop.signal });
    stop.abort(new Error('enough'));
    expect(await rejection(first.bytes())).toMatchObject({ kind: 'aborted', cause: stop.signal.reason });
    const second = await client.getObject('photos', 'key');
    await client.close();
    expect(await rejection(second.bytes())).toMatchObject({ kind: 'aborted' });
  });

  it('does not turn what is no UTF-8 into text', async () => {
    const server = await fakeServer(reply(200, {}, Uint8Array.of(0xff)));
    expect(await rejection((await testClient(server.endpoint).getObject('photos', 'key')).text())).toBeInstanceOf(TypeError);
  });
});

import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { breakConnection, fakeServer, refusal, reply } from '../fake-server.ts';
import { rejection, SECRET, testClient, TOKEN } from '../test-client.ts';

const busy = refusal(503, 'ServiceUnavailable');
const content = (): Readable => Readable.from([Buffer.from('content')]);

describe('retries', () => {
  it.each([
    ['a 5xx', busy],
    ['a broken connection', breakConnection],
  ])('repeat after %s, with the whole body', async (_name, failure) => {
    const server = await fakeServer(failure, failure, reply(200));
    await testClient(server.endpoint).putObject('photos', 'key', 'content');
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['content', 'content', 'content']);
  });

  it('end at their limit with the last error', async () => {
    const server = await fakeServer(busy);
    const error = await rejection(testClient(server.endpoint, { retries: { limit: 1 } }).getBucketLocation('photos'));
    expect(error).toMatchObject({ name: 'OssServiceError', code: 'ServiceUnavailable', status: 503 });
    expect(server.requests).toHaveLength(2);
  });

  it('do not repeat what the service refused', async () => {
    const server = await fakeServer(refusal(404, 'NoSuchBucket'));
    expect(await rejection(testClient(server.endpoint).getBucketLocation('photos'))).toMatchObject({ code: 'NoSuchBucket' });
    expect(server.requests).toHaveLength(1);
  });

  it('never send a stream twice, but make it anew where a function is given', async () => {
    const once = await fakeServer(busy, reply(200));
    expect(await rejection(testClient(once.endpoint).putObject('photos', 'key', content()))).toMatchObject({ status: 503 });
    expect(once.requests).toHaveLength(1);
    const again = await fakeServer(busy, reply(200));
    await testClient(again.endpoint).putObject('photos', 'key', content);
    expect(again.requests.map(({ body }) => body.toString())).toEqual(['content', 'content']);
  });

  it('wait as the policy says, and stop waiting when the signal aborts', async () => {
    const server = await fakeServer(busy);
    const stop = new AbortController();
    const waits: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      waits.push(ms);
      if (waits.length < 2) return;
      stop.abort(new Error('enough'));
      throw new Error('interrupted');
    };
    const client = testClient(server.endpoint, { retries: { limit: 9, baseDelayMs: 100 }, random: () => 0.5, sleep });
    expect(await rejection(client.getBucketLocation('photos', { signal: stop.signal }))).toMatchObject({ kind: 'aborted' });
    expect(waits).toEqual([50, 100]);
  });
});

describe('the clock', () => {
  const local = Date.UTC(2026, 0, 1);
  const skewed = refusal(403, 'RequestTimeTooSkewed', '<ServerTime>2026-03-04T05:06:07.000Z</ServerTime>');

  it('is set by the server once, and stays so', async () => {
    const server = await fakeServer(skewed, reply(204));
    const client = testClient(server.endpoint, { now: () => local, retries: { limit: 0 } });
    await client.deleteObject('photos', 'key');
    await client.deleteObject('photos', 'key');
    const dates = server.requests.map(({ headers }) => headers['x-oss-date']);
    expect(dates).toEqual(['20260101T000000Z', '20260304T050607Z', '20260304T050607Z']);
  });

  it('is not set over and over', async () => {
    const server = await fakeServer(skewed);
    const client = testClient(server.endpoint, { now: () => local });
    expect(await rejection(client.deleteObject('photos', 'key'))).toMatchObject({ code: 'RequestTimeTooSkewed' });
    expect(server.requests).toHaveLength(2);
  });

  it('is set for later requests when a stream cannot be sent again', async () => {
    const server = await fakeServer(skewed, reply(204));
    const client = testClient(server.endpoint, { now: () => local });
    expect(await rejection(client.putObject('photos', 'key', [Buffer.from('x')]))).toMatchObject({ code: 'RequestTimeTooSkewed' });
    await client.deleteObject('photos', 'key');
    expect(server.requests.map(({ headers }) => headers['x-oss-date'])).toEqual(['20260101T000000Z', '20260304T050607Z']);
  });
});

describe('credentials', () => {
  it('that never come end with the signal, and with the client', async () => {
    const server = await fakeServer(reply(200));
    const client = testClient(server.endpoint, { credentials: () => new Promise<never>(() => {}) });
    const stop = new AbortController();
    const [aborted, closed] = [client.listBuckets({ signal: stop.signal }), client.listBuckets()].map(rejection);
    stop.abort(new Error('enough'));
    expect(await aborted).toMatchObject({ kind: 'aborted', cause: stop.signal.reason });
    await client.close();
    expect(await closed).toMatchObject({ kind: 'aborted' });
  });

  it('come from the provider for each attempt, with their token', async () => {
    const server = await fakeServer(busy, reply(204));
    let asked = 0;
    const credentials = async () => ({ accessKeyId: `key-${++asked}`, accessKeySecret: SECRET, securityToken: TOKEN });
    await testClient(server.endpoint, { credentials }).deleteObject('photos', 'key');
    expect(server.requests.map(({ headers }) => headers.authorization?.slice(0, 40))).toEqual([
      expect.stringContaining('Credential=key-1/'),
      expect.stringContaining('Credential=key-2/'),
    ]);
    expect(server.requests[0]?.headers['x-oss-security-token']).toBe(TOKEN);
  });

  it('that fail or are empty end the request, unsent, and let its stream go', async () => {
    const server = await fakeServer(reply(200));
    const source = new Readable({ read: () => {} });
    const failing = testClient(server.endpoint, { credentials: () => Promise.reject(new Error('no role')) });
    expect(await rejection(failing.putObject('photos', 'key', source))).toMatchObject({ message: 'no role' });
    expect(source.destroyed).toBe(true);
    const empty = testClient(server.endpoint, { credentials: { accessKeyId: 'id', accessKeySecret: '' } });
    expect(await rejection(empty.deleteObject('photos', 'key'))).toMatchObject({ code: 'configuration' });
    expect(server.requests).toHaveLength(0);
  });
});

import { OssError, parseTarget, firstValue, signV4Header } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { fakeServer, refusal, reply } from '../fake-server.ts';
import { rejection, SECRET, testClient, TOKEN } from '../test-client.ts';

const now = Date.UTC(2026, 10, 21, 21, 6, 10, 500);
const target = { bucket: 'photos', key: 'a b', expiresSeconds: 60 };

describe('presign', () => {
  it('gives the URL of a read, without asking the server', async () => {
    const presigned = await testClient('http://127.0.0.1:1', { now: () => now }).presign({ ...target, operation: 'GetObject' });
    expect(presigned).toMatchObject({ method: 'GET', headers: {}, expiresAt: new Date('2026-11-21T21:07:10.000Z') });
    expect(presigned.url).toMatch(
      /^http:\/\/127\.0\.0\.1:1\/photos\/a%20b\?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=test-key%2F20261121%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-date=20261121T210610Z&x-oss-expires=60&x-oss-signature=[0-9a-f]{64}$/,
    );
  });

  it('names the headers that a write must send, and the token', async () => {
    const credentials = { accessKeyId: 'test-key', accessKeySecret: SECRET, securityToken: TOKEN };
    const client = testClient('https://oss.example.com', { credentials });
    const presigned = await client.presign({
      ...target,
      operation: 'PutObject',
      contentType: 'text/plain',
      encryption: { algorithm: 'KMS' },
    });
    expect(presigned.headers).toEqual({ 'content-type': 'text/plain', 'x-oss-server-side-encryption': 'KMS' });
    expect(presigned.url).toMatch(/^https:\/\/photos\.oss\.example\.com\/a%20b\?/);
    expect(new URL(presigned.url).searchParams.get('x-oss-security-token')).toBe(TOKEN);
    expect(presigned.url).not.toContain(SECRET);
  });

  it('carries the sub-resource of its operation', async () => {
    const { url, method } = await testClient('http://127.0.0.1:1').presign({ ...target, operation: 'GetObjectMeta' });
    const parsed = parseTarget(new URL(url).search.replace(/^/, '/'));
    expect(method).toBe('HEAD');
    expect(parsed instanceof OssError ? undefined : firstValue(parsed.query, 'objectMeta')).toBe('');
  });

  it.each([0, 604_801, 1.5])('refuses a validity of %d seconds', async (expiresSeconds) => {
    const request = { ...target, expiresSeconds, operation: 'GetObject' } as const;
    expect(await rejection(testClient('http://127.0.0.1:1').presign(request))).toMatchObject({ code: 'misuse' });
  });

  it.each(['.', '..'])('refuses the key %s, which no URL carries', async (key) => {
    const client = testClient('http://127.0.0.1:1');
    expect(await rejection(client.presign({ ...target, key, operation: 'GetObject' }))).toMatchObject({ code: 'misuse' });
    expect((await client.presign({ ...target, key: `a/${key}`, operation: 'GetObject' })).url).toContain('/photos/a%2F.');
  });

  it('uses the clock that the server has set', async () => {
    const skewed = refusal(403, 'RequestTimeTooSkewed', '<ServerTime>2026-03-04T05:06:07.000Z</ServerTime>');
    const server = await fakeServer(skewed, reply(204));
    const client = testClient(server.endpoint, { now: () => now });
    await client.deleteObject('photos', 'key');
    expect((await client.presign({ ...target, operation: 'GetObject' })).url).toContain('x-oss-date=20260304T050607Z');
  });
});

describe('requests', () => {
  it('are signed as core signs them', async () => {
    const server = await fakeServer(reply(204));
    await testClient(server.endpoint, { now: () => now }).deleteBucketEncryption('photos');
    const [request] = server.requests;
    const expected = signV4Header(
      { method: 'DELETE', bucket: 'photos', query: [['encryption', '']] },
      { credentials: { accessKeyId: 'test-key', accessKeySecret: SECRET }, now, region: 'cn-hangzhou' },
    );
    expect(request?.headers).toMatchObject(expected);
  });
});

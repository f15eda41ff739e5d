import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { ask, send, type Answer, type Ask } from '../support/signed-request.ts';

const page = 'https://app.example.com';
const RULES = `<CORSConfiguration>
  <CORSRule><AllowedOrigin>https://*.example.com</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>
    <AllowedHeader>Authorization</AllowedHeader><AllowedHeader>x-oss-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader>
    <ExposeHeader>x-oss-request-id</ExposeHeader><MaxAgeSeconds>600</MaxAgeSeconds></CORSRule>
  <CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>HEAD</AllowedMethod></CORSRule>
</CORSConfiguration>`;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  for (const bucket of ['cors', 'varies', 'closed']) await ask(emulator, { method: 'PUT', bucket });
  const query = [['cors', '']] as const;
  await ask(emulator, { method: 'PUT', bucket: 'cors', query, body: RULES });
  const varying = RULES.replace('</CORSConfiguration>', '<ResponseVary>true</ResponseVary></CORSConfiguration>');
  expect((await ask(emulator, { method: 'PUT', bucket: 'varies', query, body: varying })).status).toBe(200);
});
afterAll(() => emulator.close());

/** The CORS headers of an answer, by what follows `access-control-`, and `vary`. */
function corsOf({ headers }: Answer): Readonly<Record<string, unknown>> {
  const found = Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary');
  return Object.fromEntries(found.map(([name, value]) => [name.replace('access-control-', ''), value]));
}

function preflight(path: string, method: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return send(emulator, { method: 'OPTIONS', path, headers: { origin: page, 'access-control-request-method': method, ...more } });
}

describe('a preflight', () => {
  const allowed = { 'allow-origin': page, 'allow-methods': 'PUT, GET', 'expose-headers': 'ETag, x-oss-request-id', 'max-age': '600' };

  it('is answered without authentication, for objects and buckets', async () => {
    const names = 'authorization, X-Oss-Meta-A,x-oss-date';
    const answer = await preflight('/cors/some/key', 'PUT', { 'access-control-request-headers': names });
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(corsOf(answer)).toEqual({ ...allowed, 'allow-headers': 'authorization, x-oss-meta-a, x-oss-date' });
    expect(corsOf(await preflight('/cors', 'GET'))).toEqual(allowed);
  });

  it('is answered at presigned addresses, whose signature is for another method', async () => {
    const path = '/cors/k?OSSAccessKeyId=nobody&Expires=1&Signature=wrong';
    expect(corsOf(await preflight(path, 'PUT'))).toEqual(allowed);
  });

  it('says that the answer varies where the rules ask for it', async () => {
    expect(corsOf(await preflight('/varies/k', 'PUT'))).toEqual({ ...allowed, vary: 'Origin' });
  });

  it.each([
    ['of another origin', () => preflight('/cors/k', 'PUT', { origin: 'https://example.org' })],
    ['for another method', () => preflight('/cors/k', 'DELETE')],
    ['with another header', () => preflight('/cors/k', 'PUT', { 'access-control-request-headers': 'x-oss-date, x-other' })],
    ['without a method', () => send(emulator, { method: 'OPTIONS', path: '/cors/k', headers: { origin: page } })],
    [
      'without an origin',
      () => send(emulator, { method: 'OPTIONS', path: '/cors/k', headers: { 'access-control-request-method': 'PUT' } }),
    ],
    ['at a bucket without rules', () => preflight('/closed/k', 'PUT')],
  ] as const)('is refused %s', async (_name, request) => {
    const answer = await request();
    expectRefusal(answer, [403, 'AccessForbidden']);
    expect(corsOf(answer)).toEqual({});
  });

  it('is 404 for a missing bucket', async () => {
    expectRefusal(await preflight('/not-there/k', 'PUT'), [404, 'NoSuchBucket', '0015-00000101']);
  });
});

describe('a reply to a page of another origin', () => {
  const readable = { 'allow-origin': page, 'allow-methods': 'PUT, GET', 'expose-headers': 'ETag, x-oss-request-id', 'max-age': '600' };
  const fromPage = (request: Ask): Promise<Answer> => ask(emulator, { bucket: 'cors', ...request, headers: { origin: page } });

  it('may be read by it: upload, download, errors', async () => {
    expect(corsOf(await fromPage({ method: 'PUT', key: 'k', body: 'uploaded' }))).toEqual(readable);
    const download = await fromPage({ method: 'GET', key: 'k' });
    expect([download.body.toString(), corsOf(download)]).toEqual(['uploaded', readable]);
    expect(corsOf(await fromPage({ method: 'GET', key: 'missing' }))).toEqual(readable);
    expect(corsOf(await fromPage({ method: 'GET', key: 'k', anonymous: true }))).toEqual(readable);
    expect(corsOf(await fromPage({ method: 'GET' }))).toEqual(readable);
    const wrongKey = await ask(
      { ...emulator, accessKeySecret: 'wrong' },
      { method: 'GET', bucket: 'cors', key: 'k', headers: { origin: page } },
    );
    expect([wrongKey.error?.Code, corsOf(wrongKey)]).toEqual(['SignatureDoesNotMatch', readable]);
  });

  it('follows the first rule that fits', async () => {
    expect(corsOf(await fromPage({ method: 'HEAD', key: 'k' }))).toEqual({ 'allow-origin': '*', 'allow-methods': 'HEAD' });
    expect(corsOf(await fromPage({ method: 'DELETE', key: 'none' }))).toEqual({});
  });

  it('has no such headers without rules, without a bucket, without an origin', async () => {
    expect(corsOf(await fromPage({ method: 'GET', bucket: 'closed', key: 'k' }))).toEqual({});
    expect(corsOf(await ask(emulator, { method: 'GET', headers: { origin: page } }))).toEqual({});
    expect(corsOf(await ask(emulator, { method: 'GET', bucket: 'cors', key: 'k' }))).toEqual({});
  });

  it('varies where the rules ask for it, also for an origin that is not allowed', async () => {
    expect(corsOf(await fromPage({ method: 'GET', bucket: 'varies', key: 'k' }))).toEqual({ ...readable, vary: 'Origin' });
    const other = await ask(emulator, { method: 'GET', bucket: 'varies', key: 'k', headers: { origin: 'https://example.org' } });
    expect(corsOf(other)).toEqual({ vary: 'Origin' });
  });
});

import { presignV1, presignV2, presignV4, signV1Header, signV2Header, signV4Header, type QueryPairs } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, send, type Answer } from '../support/signed-request.ts';

const NOW = Math.floor(Date.now() / 1000) * 1000;
const MINUTES = 60_000;
const region = 'cn-hangzhou';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected({ clock: () => NOW });
  await ask(emulator, { method: 'PUT', bucket: 'signed', signedAt: NOW });
  await ask(emulator, { method: 'PUT', bucket: 'signed', key: 'victim', body: 'kept', signedAt: NOW });
});
afterAll(() => emulator.close());

/** What a request carries to say who sent it. */
interface Signature {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: QueryPairs;
}
interface Pair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}
type Sign = (method: string, credentials: Pair, now?: number) => Signature;

const resource = (method: string) => ({ method, bucket: 'signed', key: 'victim' });
const inHeaders = (headers: Record<string, string>): Signature => ({ headers, query: [] });
const inUrl = (query: QueryPairs): Signature => ({ headers: {}, query });

const SCHEMES = {
  V1: (method, credentials, now = NOW) => inHeaders(signV1Header(resource(method), { credentials, now })),
  V2: (method, credentials, now = NOW) => inHeaders(signV2Header(resource(method), { credentials, now })),
  V4: (method, credentials, now = NOW) => inHeaders(signV4Header(resource(method), { credentials, now, region })),
  'V1 URL': (method, credentials, now = NOW) => inUrl(presignV1(resource(method), { credentials, expires: now / 1000 + 60 })),
  'V2 URL': (method, credentials, now = NOW) => inUrl(presignV2(resource(method), { credentials, expires: now / 1000 + 60 })),
  'V4 URL': (method, credentials, now = NOW) => inUrl(presignV4(resource(method), { credentials, now, region, expires: 60 })),
} as const satisfies Record<string, Sign>;
const METHODS = ['PUT', 'GET', 'HEAD', 'DELETE'];

function sendSigned(method: string, { headers, query }: Signature, path = '/signed/victim'): Promise<Answer> {
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const body = method === 'PUT' ? 'wrong' : undefined;
  const length = { 'content-length': String(body?.length ?? 0) };
  return send(emulator, { method, path: search === '' ? path : `${path}?${search}`, headers: { ...length, ...headers } }, body);
}

const without = (signature: Signature, name: string): Signature => ({
  headers: Object.fromEntries(Object.entries(signature.headers).filter(([header]) => header !== name)),
  query: signature.query.filter(([parameter]) => parameter !== name),
});
const also = (signature: Signature, headers: Record<string, string>, query: QueryPairs = []): Signature => ({
  headers: { ...signature.headers, ...headers },
  query: [...signature.query, ...query],
});

/** Where a request carries its STS token depends on where it carries its signature. */
const withToken = (signature: Signature): Signature =>
  signature.query.length === 0
    ? also(signature, { 'x-oss-security-token': 'token' })
    : also(signature, {}, [
        ['security-token', 'token'],
        ['x-oss-security-token', 'token'],
      ]);

const MISMATCH: Refusal = [403, 'SignatureDoesNotMatch', '0002-00000040'];
const UNKNOWN: Refusal = [403, 'InvalidAccessKeyId', '0002-00000902'];
const SKEWED: Refusal = [403, 'RequestTimeTooSkewed', '0002-00000504'];
const NO_DATE: Refusal = [403, 'AccessDenied', '0002-00000503'];
const EXPIRED_V4: Refusal = [403, 'AccessDenied'];
const MALFORMED: Refusal = [400, 'InvalidArgument'];

async function expectRefusedByAll(signature: (method: string) => Signature, refusal: Refusal, path?: string): Promise<void> {
  for (const method of METHODS) await expectRefusedUntouched(emulator, () => sendSigned(method, signature(method), path), refusal);
}

describe.each(Object.entries<Sign>(SCHEMES))('a request signed with %s', (_, sign) => {
  const stranger = { accessKeyId: 'nobody', accessKeySecret: 'x' };
  const impostor = (): Pair => ({ ...emulator, accessKeySecret: 'x' });
  const rows: [name: string, signature: (method: string) => Signature, refusal: Refusal, path?: string][] = [
    ['and a wrong secret', (method) => sign(method, impostor()), MISMATCH],
    ['for another method', () => sign('POST', emulator), MISMATCH],
    ['for another object', (method) => sign(method, emulator), MISMATCH, '/signed/other'],
    ['before a header was added', (method) => also(sign(method, emulator), { 'x-oss-meta-late': 'x' }), MISMATCH],
    ['by an unknown key', (method) => sign(method, stranger), UNKNOWN],
    ['by an unknown key for a missing bucket', (method) => sign(method, stranger), UNKNOWN, '/no-such-bucket/k'],
    ['by an unknown key for a bad bucket name', (method) => sign(method, stranger), UNKNOWN, '/Bad_Bucket/k'],
    ['twice', (method) => also(sign(method, emulator), { authorization: 'OSS a:b' }, [['OSSAccessKeyId', 'a']]), MALFORMED],
    ['with a token that nobody gave out', (method) => withToken(sign(method, emulator)), [403, 'InvalidSecurityToken']],
  ];
  it.each(rows)('%s', (...[, signature, refusal, path]) => expectRefusedByAll(signature, refusal, path));
});

const { V1, V2, V4, 'V1 URL': V1_URL, 'V2 URL': V2_URL, 'V4 URL': V4_URL } = SCHEMES;
describe('a request', () => {
  const rows: [name: string, signature: (method: string) => Signature, refusal: Refusal][] = [
    ['without a signature', () => inHeaders({}), [403, 'AccessDenied']],
    ['with another scheme', () => inHeaders({ authorization: 'Bearer x' }), MALFORMED],
    ['with an empty Authorization', () => inHeaders({ authorization: '' }), MALFORMED],
    ['signed 15 minutes and a second ago (V1)', (method) => V1(method, emulator, NOW - 15 * MINUTES - 1000), SKEWED],
    ['signed 15 minutes and a second ago (V2)', (method) => V2(method, emulator, NOW - 15 * MINUTES - 1000), SKEWED],
    ['signed 15 minutes and a second ago (V4)', (method) => V4(method, emulator, NOW - 15 * MINUTES - 1000), SKEWED],
    ['signed 15 minutes and a second ahead (V1)', (method) => V1(method, emulator, NOW + 15 * MINUTES + 1000), SKEWED],
    ['signed 15 minutes and a second ahead (V4)', (method) => V4(method, emulator, NOW + 15 * MINUTES + 1000), SKEWED],
    ['signed 15 minutes and a second ahead (V4 URL)', (method) => V4_URL(method, emulator, NOW + 15 * MINUTES + 1000), SKEWED],
    ['without a date (V1)', (method) => without(V1(method, emulator), 'x-oss-date'), NO_DATE],
    ['with a date that is none (V1)', (method) => also(V1(method, emulator), { 'x-oss-date': 'yesterday' }), NO_DATE],
    ['without a date (V2)', (method) => without(V2(method, emulator), 'date'), NO_DATE],
    ['without a date (V4)', (method) => without(V4(method, emulator), 'x-oss-date'), NO_DATE],
    ['with a date that is none (V4)', (method) => also(V4(method, emulator), { 'x-oss-date': '20269999T999999Z' }), NO_DATE],
    [
      'without a payload hash (V4)',
      (method) => without(V4(method, emulator), 'x-oss-content-sha256'),
      [400, 'InvalidArgument', '0002-00000214'],
    ],
    ['by a URL that has expired (V1)', (method) => V1_URL(method, emulator, NOW - 61_000), [403, 'AccessDenied', '0002-00000069']],
    ['by a URL that has expired (V2)', (method) => V2_URL(method, emulator, NOW - 61_000), [403, 'AccessDenied']],
    ['by a URL that has expired (V4)', (method) => V4_URL(method, emulator, NOW - 61_000), EXPIRED_V4],
    ['by a URL without Expires', (method) => without(V1_URL(method, emulator), 'Expires'), [403, 'AccessDenied', '0002-00000067']],
    ['by a URL without Signature', (method) => without(V1_URL(method, emulator), 'Signature'), [403, 'AccessDenied']],
    ['by a URL without a date (V4)', (method) => without(V4_URL(method, emulator), 'x-oss-date'), NO_DATE],
    [
      'by a URL without x-oss-expires',
      (method) => without(V4_URL(method, emulator), 'x-oss-expires'),
      [403, 'AccessDenied', '0002-00000215'],
    ],
    [
      'by a URL without a version',
      (method) => without(V4_URL(method, emulator), 'x-oss-signature-version'),
      [400, 'InvalidArgument', '0002-00000066'],
    ],
  ];
  it.each(rows)('%s', (...[, signature, refusal]) => expectRefusedByAll(signature, refusal));

  it.each([
    ['15 minutes ago', V1, -15 * MINUTES],
    ['15 minutes ahead', V1, 15 * MINUTES],
    ['15 minutes ago', V4, -15 * MINUTES],
    ['15 minutes ahead', V4, 15 * MINUTES],
    ['15 minutes ahead', V4_URL, 15 * MINUTES],
  ])('signed %s is in time', async (_, sign, offset) => {
    expect((await sendSigned('GET', sign('GET', emulator, NOW + offset))).status).toBe(200);
  });

  it('out of time is told the server’s', async () => {
    const { error, headers } = await sendSigned('GET', V1('GET', emulator, NOW - 60 * MINUTES));
    expect(error?.details).toMatchObject({ MaxAllowedSkewMilliseconds: '900000', ServerTime: new Date(NOW).toISOString() });
    expect(headers.date).toMatch(/GMT$/);
  });
});

describe('a target that cannot be read', () => {
  it.each(['/wrongs/%zz', '/wrongs/%ff'])('%s is refused after an access key that nobody knows', async (path) => {
    const by = async (authorization: string): Promise<unknown[]> => {
      const { status, error } = await send(emulator, { method: 'GET', path, headers: { authorization } });
      return [status, error?.Code, error?.EC];
    };
    expect(await by('OSS nobody:AAAA')).toEqual(UNKNOWN);
    expect(await by(`OSS ${emulator.accessKeyId}:AAAA`)).toEqual([400, 'InvalidArgument', undefined]);
  });
});

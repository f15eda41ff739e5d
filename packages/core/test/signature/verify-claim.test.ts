import { describe, expect, it } from 'vitest';
import { Fault, OssError } from '../../src/errors/index.ts';
import { parseTarget, type WireRequest } from '../../src/http/index.ts';
import { toHex, utf8 } from '../../src/primitives/index.ts';
import {
  deriveV4Key,
  parseClaim,
  presignV1,
  presignV2,
  presignV4,
  signV1Header,
  signV2Header,
  signV4Header,
  v2Frame,
  v2Signature,
  v2StringToSign,
  verifyClaim,
  type SignableRequest,
} from '../../src/signature/index.ts';
import { receive, type Knowledge } from './receive.ts';
import { pathStyleRequest } from './signer-vectors.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
const SKEW = 900_000;
const credentials = { accessKeyId: 'ak', accessKeySecret: 'sk' };
const request: SignableRequest = { method: 'GET', bucket: 'bucket', key: 'a b/中', query: [['versionId', 'v']] };
const accepted = { style: 'path', bucket: 'bucket', key: 'a b/中' };

type Options = Partial<Parameters<typeof presignV4>[1]>;

const SIGNED = {
  'V1 header': (options: Options = {}) =>
    pathStyleRequest(request, { headers: signV1Header(request, { credentials, now: NOW, ...options }) }),
  'V2 header': (options: Options = {}) =>
    pathStyleRequest(request, { headers: signV2Header(request, { credentials, now: NOW, ...options }) }),
  'V4 header': (options: Options = {}) =>
    pathStyleRequest(request, { headers: signV4Header(request, { credentials, now: NOW, region: 'cn-hangzhou', ...options }) }),
  'V1 URL': (options: Options = {}) =>
    pathStyleRequest(request, {
      query: presignV1(request, { credentials, expires: NOW / 1000 + (options.expires ?? 60), ...pick(options) }),
    }),
  'V2 URL': (options: Options = {}) =>
    pathStyleRequest(request, {
      query: presignV2(request, { credentials, expires: NOW / 1000 + (options.expires ?? 60), ...pick(options) }),
    }),
  'V4 URL': (options: Options = {}) =>
    pathStyleRequest(request, { query: presignV4(request, { credentials, now: NOW, region: 'cn-hangzhou', expires: 60, ...options }) }),
};
const pick = (options: Options) => (options.credentials === undefined ? {} : { credentials: options.credentials });
const V4_SCHEMES = ['V4 header', 'V4 URL'] as const;
const SCHEMES = ['V1 header', 'V1 URL', 'V2 header', 'V2 URL', ...V4_SCHEMES] as const;

const spacedHex = (text: string) => Array.from(utf8(text), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
const arrives = (wire: WireRequest, known: Partial<Knowledge> = {}) => receive(wire, { credentials, now: NOW, ...known });

describe.each(SCHEMES)('%s', (scheme) => {
  const wire = SIGNED[scheme]();

  it('is accepted as signed', () => {
    expect(arrives(wire)).toEqual(accepted);
  });

  it('shows what was signed when the secret is another', () => {
    const error = arrives(wire, { credentials: { ...credentials, accessKeySecret: 'other' } });
    expect(error).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403, ec: '0002-00000040' });
    const details = error instanceof OssError ? error.details : {};
    const shown = ['OSSAccessKeyId', 'SignatureProvided', 'StringToSign', 'StringToSignBytes'];
    expect(Object.keys(details)).toEqual(scheme.startsWith('V4') ? [...shown, 'CanonicalRequest'] : shown);
    expect(details['OSSAccessKeyId']).toBe('ak');
    expect(details['StringToSignBytes']).toMatch(/^[0-9A-F]{2}(?: [0-9A-F]{2})*$/);
    const bytes = Uint8Array.from((details['StringToSignBytes'] ?? '').split(' '), (hex) => Number.parseInt(hex, 16));
    expect(new TextDecoder().decode(bytes)).toBe(details['StringToSign']);
  });

  it('shows neither the secret, nor what is derived from it, nor the signature that would be right', () => {
    const accessKeySecret = 'a-secret-that-nothing-else-spells';
    const error = arrives(wire, { credentials: { ...credentials, accessKeySecret } });
    const shown = error instanceof OssError ? JSON.stringify([error.message, error.details, error.headers]) : '';
    const right = /(?:[Ss]ignature[:=]|OSS ak:)([^,&"]+)/.exec(
      JSON.stringify(SIGNED[scheme]({ credentials: { ...credentials, accessKeySecret } })),
    );
    const derived = deriveV4Key(accessKeySecret, { date: '20261121', region: 'cn-hangzhou', product: 'oss' });
    expect(shown).toContain('StringToSign');
    for (const secret of [accessKeySecret, right?.[1] ?? expect.fail('no signature'), toHex(derived)]) {
      for (const written of [secret, decodeURIComponent(secret), spacedHex(secret)]) expect(shown).not.toContain(written);
    }
  });

  it('needs the token of a temporary key, and only its token', () => {
    const temporary = { ...credentials, securityToken: 't' };
    const signed = SIGNED[scheme]({ credentials: temporary });
    expect(arrives(signed, { credentials: temporary })).toEqual(accepted);
    expect(arrives(signed)).toMatchObject({ code: 'InvalidSecurityToken', status: 403 });
    expect(arrives(signed, { credentials: { ...temporary, securityToken: 'T' } })).toMatchObject({ code: 'InvalidSecurityToken' });
    expect(arrives(wire, { credentials: temporary })).toMatchObject({ code: 'InvalidAccessKeyId', ec: '0002-00000902' });
    expect(arrives(signed, { credentials: temporary, securityTokenExpiresAt: NOW + 1 })).toEqual(accepted);
    expect(arrives(signed, { credentials: temporary, securityTokenExpiresAt: NOW })).toMatchObject({ code: 'SecurityTokenExpired' });
  });

  it('says InvalidAccessKeyId for an unknown key whatever else is wrong', () => {
    const error = arrives(wire, { credentials: { ...credentials, accessKeyId: 'somebody' }, now: 0, region: 'elsewhere' });
    expect(error).toMatchObject({ code: 'InvalidAccessKeyId', status: 403, ec: '0002-00000902', details: { OSSAccessKeyId: 'ak' } });
  });

  it('cannot be verified against no candidate', () => {
    const target = parseTarget(wire.target);
    if (target instanceof OssError) throw target;
    const claim = parseClaim(wire, target);
    if (claim === 'anonymous' || claim instanceof OssError) throw new Error('expected a claim');
    expect(() => verifyClaim(claim, wire, target, { candidates: [], accessKeySecret: 'sk', now: NOW })).toThrow(Fault);
  });
});

describe.each(['V1 header', 'V2 header', 'V4 header'] as const)('%s: the date', (scheme) => {
  const wire = SIGNED[scheme]();
  const name = scheme === 'V2 header' ? 'date' : 'x-oss-date';
  const dated = (date: string | undefined) => arrives({ ...wire, headers: { ...wire.headers, [name]: date } });

  it.each([-SKEW, SKEW])('may be %i ms off', (offset) => {
    expect(arrives(wire, { now: NOW + offset })).toEqual(accepted);
  });

  it.each([-SKEW - 1, SKEW + 1])('may not be %i ms off', (offset) => {
    expect(arrives(wire, { now: NOW + offset })).toMatchObject({
      code: 'RequestTimeTooSkewed',
      status: 403,
      ec: '0002-00000504',
      message: 'The difference between the request time and the current time is too large.',
      details: {
        MaxAllowedSkewMilliseconds: '900000',
        RequestTime: '2026-11-21T12:00:00.000Z',
        ServerTime: `${new Date(NOW + offset).toISOString().slice(0, 19)}.000Z`,
      },
    });
  });

  it.each([undefined, '', 'yesterday', '2026-11-21T12:00:00Z', 'Sat, 31 Feb 2026 12:00:00 GMT'])('may not be %j', (date) => {
    expect(dated(date)).toMatchObject({ code: 'AccessDenied', status: 403, ec: '0002-00000503' });
  });
});

describe('V4 header without x-oss-date, as the vendor’s Go SDK 3.0.2 sent it', () => {
  const sent = {
    date: 'Sun, 22 Nov 2026 20:53:45 GMT',
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    authorization:
      'OSS4-HMAC-SHA256 Credential=ak/20261122/cn-hangzhou/oss/aliyun_v4_request,Signature=96b806222ecab94ece9b1b810e68703f90bfdb3d53821445662f72b284aa7d89',
  };
  const at = Date.UTC(2026, 10, 22, 20, 53, 45);
  const wire: WireRequest = { method: 'GET', target: '/bucket/a%20b%2F%E4%B8%AD?versionId=v', headers: sent };

  it('is dated, and signed, by Date', () => {
    expect(arrives(wire, { now: at })).toEqual(accepted);
    expect(arrives(wire, { now: at + SKEW + 1 })).toMatchObject({ code: 'RequestTimeTooSkewed' });
  });

  it.each([
    ['Sun, 22 Nov 2026 20:53:46 GMT', 'SignatureDoesNotMatch'],
    ['Mon, 23 Nov 2026 00:00:00 GMT', 'InvalidArgument'],
    ['20261122T205345Z', 'AccessDenied'],
  ])('is refused with the date %s', (date, code) => {
    expect(arrives({ ...wire, headers: { ...sent, date } }, { now: at })).toMatchObject({ code });
  });
});

describe.each([
  ['V1 URL', '0002-00000069'],
  ['V2 URL', undefined],
] as const)('%s: its end', (scheme, ec) => {
  it('is valid up to and in the second it names, also decades ahead', () => {
    expect(arrives(SIGNED[scheme](), { now: NOW + 60_000 })).toEqual(accepted);
    expect(arrives(SIGNED[scheme]({ expires: 60 * 365 * 86_400 }))).toEqual(accepted);
  });

  it('is checked before the signature', () => {
    const late = { now: NOW + 60_001, credentials: { ...credentials, accessKeySecret: 'other' } };
    expect(arrives(SIGNED[scheme](), late)).toMatchObject({ code: 'AccessDenied', status: 403, message: 'Request has expired.', ec });
  });
});

describe('V4 URL: validity', () => {
  const wire = SIGNED['V4 URL']();
  const expiring = (expires: string) => arrives({ ...wire, target: wire.target.replace('x-oss-expires=60', `x-oss-expires=${expires}`) });

  it('begins 15 minutes before its date and ends with its seconds', () => {
    expect(arrives(wire, { now: NOW - SKEW })).toEqual(accepted);
    expect(arrives(wire, { now: NOW - SKEW - 1 })).toMatchObject({ code: 'RequestTimeTooSkewed' });
    expect(arrives(wire, { now: NOW + 60_000 })).toEqual(accepted);
    expect(arrives(wire, { now: NOW + 60_001 })).toMatchObject({ code: 'AccessDenied', message: 'Request has expired.' });
    expect(arrives(SIGNED['V4 URL']({ expires: 604_800 }), { now: NOW + 604_800_000 })).toEqual(accepted);
  });

  it.each(['0', '604801', '', '-1', '1.5', '1e3', '999999999999'])('may not be %j seconds', (expires) => {
    expect(expiring(expires)).toMatchObject({ code: 'InvalidArgument', status: 400, ec: '0002-00000232' });
  });

  it('needs a date', () => {
    const undated = { ...wire, target: wire.target.replace(/&x-oss-date=[^&]*/, '') };
    expect(arrives(undated)).toMatchObject({ code: 'AccessDenied', ec: '0002-00000503' });
  });

  it.each([0, 604_801, 1.5, Number.NaN])('is not signed for %d seconds', (expires) => {
    expect(() => presignV4(request, { credentials, now: NOW, region: 'r', expires })).toThrow(Fault);
  });
});

describe('V4 scope', () => {
  it.each(V4_SCHEMES)('%s: any region is right unless one is asked for', (scheme) => {
    expect(arrives(SIGNED[scheme]({ region: 'made-up' }))).toEqual(accepted);
    expect(arrives(SIGNED[scheme](), { region: 'cn-hangzhou' })).toEqual(accepted);
    const header = scheme === 'V4 header';
    expect(arrives(SIGNED[scheme](), { region: 'cn-beijing' })).toMatchObject({
      code: 'InvalidArgument',
      status: 400,
      message: header ? 'Invalid signing region in Authorization header.' : 'The signing region in credential is invalid.',
      ec: header ? '0002-00000226' : '0002-00000228',
    });
  });

  it.each(V4_SCHEMES)('%s: the product is oss or oss-cloudbox unless one is asked for', (scheme) => {
    expect(arrives(SIGNED[scheme]({ product: 'oss-cloudbox' }))).toEqual(accepted);
    expect(arrives(SIGNED[scheme]({ product: 'oss-cloudbox' }), { product: 'oss' })).toMatchObject({ code: 'InvalidArgument' });
    expect(arrives(SIGNED[scheme]({ product: 's3' }))).toMatchObject({
      code: 'InvalidArgument',
      status: 400,
      message:
        scheme === 'V4 header' ? 'Invalid signing product in Authorization header.' : 'The signing product in credential is invalid.',
    });
  });

  it('names the day of x-oss-date', () => {
    const wire = SIGNED['V4 header']();
    const authorization = wire.headers['authorization']?.replace('/20261121/', '/20261120/');
    expect(arrives({ ...wire, headers: { ...wire.headers, authorization } })).toMatchObject({ code: 'InvalidArgument', status: 400 });
  });

  it('derives its key through the cache of the caller', () => {
    const scopes: unknown[] = [];
    const deriveKey: typeof deriveV4Key = (secret, scope) => {
      scopes.push(scope);
      return deriveV4Key(secret, scope);
    };
    expect(arrives(SIGNED['V4 header']({ deriveKey }), { deriveKey })).toEqual(accepted);
    const scope = { date: '20261121', region: 'cn-hangzhou', product: 'oss' };
    expect(scopes).toEqual([scope, scope]);
  });
});

describe('V4 payload hash', () => {
  it.each([undefined, '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'])('may not be %j', (hash) => {
    const wire = SIGNED['V4 header']();
    const changed = { ...wire, headers: { ...wire.headers, 'x-oss-content-sha256': hash } };
    expect(arrives(changed)).toMatchObject({ code: 'InvalidArgument', status: 400, ec: '0002-00000214' });
  });
});

describe('additional headers', () => {
  const put: SignableRequest = {
    method: 'PUT',
    bucket: 'bucket',
    key: 'k',
    headers: { 'Content-Length': '5', 'Content-Type': 'text/plain' },
  };
  const options = { credentials, additionalHeaders: ['Content-Length', 'absent'] };
  const QUERIES = {
    V2: presignV2(put, { ...options, expires: NOW / 1000 + 60 }),
    V4: presignV4(put, { ...options, now: NOW, region: 'r', expires: 60 }),
  };

  it.each(['V2', 'V4'] as const)('are signed in a %s URL, and one that changed or went missing is noticed', (version) => {
    const query = QUERIES[version];
    const wire = pathStyleRequest(put, { query });
    expect(query).toContainEqual(['x-oss-additional-headers', 'content-length']);
    expect(arrives(wire)).toEqual({ style: 'path', bucket: 'bucket', key: 'k' });
    for (const change of [{ 'content-length': '6' }, { 'content-length': undefined }, { 'content-type': undefined }]) {
      expect(arrives({ ...wire, headers: { ...wire.headers, ...change } })).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 });
    }
  });

  it('may be named and absent, and must then stay absent', () => {
    const date = new Date(NOW).toUTCString();
    const frame = v2Frame({ method: 'GET', headers: { date }, query: [], additionalHeaders: ['range'], date });
    const signature = v2Signature('sk', v2StringToSign(frame, { bucket: 'bucket', key: 'k' }));
    const headers = { date, authorization: `OSS2 AccessKeyId:ak,AdditionalHeaders:range,Signature:${signature}` };
    const wire: WireRequest = { method: 'GET', target: '/bucket/k', headers };
    expect(arrives(wire)).toEqual({ style: 'path', bucket: 'bucket', key: 'k' });
    expect(arrives({ ...wire, headers: { ...headers, range: 'bytes=0-1' } })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});

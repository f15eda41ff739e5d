import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { toBase64, toHex, utf8 } from '../../src/primitives/index.ts';
import { deriveV4Key, parsePostClaim, v1Signature, v4Signature, verifyPostClaim } from '../../src/signature/index.ts';
import { SIGNER_VECTORS } from './signer-vectors.ts';

interface PostVector {
  readonly id: string;
  readonly scheme: string;
  readonly credentials: { readonly accessKeyId: string | null; readonly accessKeySecret: string | null };
  readonly region?: string;
  readonly product?: string;
  readonly date?: string;
  readonly request: { readonly policyJson: string };
  readonly intermediates?: { readonly signingKeyHex?: string };
  readonly expected: { readonly policyBase64: string; readonly signature: string };
}

const VECTORS = (SIGNER_VECTORS.vectors as readonly unknown[] as readonly PostVector[]).filter(({ scheme }) => scheme.endsWith('-post'));
const SIGNED_AT = Date.UTC(2026, 0, 1);
const SECRET = 'sk';
const POLICY = toBase64(utf8('{}'));
const SCOPE = { date: '20260101', region: 'cn-hangzhou', product: 'oss' };

const V1 = { OSSAccessKeyId: 'ak', policy: POLICY, Signature: v1Signature(SECRET, POLICY) };
const V4 = {
  'x-oss-signature-version': 'OSS4-HMAC-SHA256',
  'x-oss-credential': 'ak/20260101/cn-hangzhou/oss/aliyun_v4_request',
  'x-oss-date': '20260101T000000Z',
  policy: POLICY,
  'x-oss-signature': v4Signature(deriveV4Key(SECRET, SCOPE), POLICY),
};

const lower = (fields: Record<string, string>) => new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

function verdict(fields: Record<string, string>, facts: Partial<Parameters<typeof verifyPostClaim>[1]> = {}): string {
  const claim = parsePostClaim(lower(fields));
  if (claim === 'anonymous') return claim;
  const refused = claim instanceof OssError ? claim : verifyPostClaim(claim, { accessKeySecret: SECRET, now: SIGNED_AT, ...facts });
  return refused === undefined ? `is ${claim instanceof OssError ? '' : claim.accessKeyId}` : `${refused.code} ${refused.ec ?? ''}`.trim();
}

const without = (fields: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

describe('the vectors of forms', () => {
  it('are three', () => expect(VECTORS.map(({ id }) => id)).toEqual(['post-v1-policy-encoding-java', 'post-v1-alioss', 'post-v4-alioss']));

  it.each(VECTORS)('$id', ({ scheme, credentials, region = '', product = '', date = '', request, intermediates, expected }) => {
    expect(toBase64(utf8(request.policyJson))).toBe(expected.policyBase64);
    const { accessKeyId, accessKeySecret } = credentials;
    if (accessKeyId === null || accessKeySecret === null) return;
    const fields =
      scheme === 'OSS-V1-post'
        ? { OSSAccessKeyId: accessKeyId, policy: expected.policyBase64, Signature: expected.signature }
        : { ...V4, policy: expected.policyBase64, 'x-oss-signature': expected.signature };
    expect(verdict(fields, { accessKeySecret })).toBe('is ak');
    expect(verdict({ ...fields, policy: `${expected.policyBase64} ` }, { accessKeySecret })).toMatch(/^SignatureDoesNotMatch/);
    if (intermediates?.signingKeyHex !== undefined) {
      expect(toHex(deriveV4Key(accessKeySecret, { date, region, product }))).toBe(intermediates.signingKeyHex);
    }
  });
});

describe('a form that is signed', () => {
  it.each([
    ['V1', V1, 'is ak'],
    ['V4', V4, 'is ak'],
    ['V1 without a policy', without(V1, 'policy'), 'anonymous'],
    ['V4 with an empty policy', { ...V4, policy: '' }, 'anonymous'],
    ['V1 without a key', without(V1, 'OSSAccessKeyId'), 'InvalidArgument'],
    ['V1 with an empty key', { ...V1, OSSAccessKeyId: '' }, 'InvalidArgument'],
    ['V1 without a signature', without(V1, 'Signature'), 'InvalidArgument 0002-00000703'],
    ['V4 without a signature', without(V4, 'x-oss-signature'), 'InvalidArgument 0002-00000703'],
    ['V1 with a blank signature', { ...V1, Signature: ' ' }, 'InvalidArgument 0002-00000704'],
    ['V4 with a blank signature', { ...V4, 'x-oss-signature': '' }, 'InvalidArgument 0002-00000704'],
    ['V4 with the signature of V1', { ...V4, 'x-oss-signature': V1.Signature }, 'SignatureDoesNotMatch 0002-00000040'],
    ['V1 with the signature of another policy', { ...V1, policy: toBase64(utf8('[]')) }, 'SignatureDoesNotMatch 0002-00000040'],
    ['V4 without a credential', without(V4, 'x-oss-credential'), 'InvalidArgument 0002-00000710'],
    ['V4 with a bad credential', { ...V4, 'x-oss-credential': 'ak/20260101' }, 'InvalidArgument 0002-00000710'],
    ['V4 for another day', { ...V4, 'x-oss-date': '20260102T000000Z' }, 'InvalidArgument'],
    ['V4 without a date', without(V4, 'x-oss-date'), 'AccessDenied 0002-00000503'],
    ['V4 for another region', { ...V4, 'x-oss-credential': 'ak/20260101/x/oss/aliyun_v4_request' }, 'SignatureDoesNotMatch 0002-00000040'],
    ['V4 for another product', { ...V4, 'x-oss-credential': 'ak/20260101/x/kms/aliyun_v4_request' }, 'InvalidArgument'],
    ['the version OSS2', { ...V4, 'x-oss-signature-version': 'OSS2' }, 'InvalidArgument 0002-00000066'],
    ['a version that nobody knows', { ...V4, 'x-oss-signature-version': '' }, 'InvalidArgument 0002-00000066'],
    ['V1 with a token', { ...V1, 'x-oss-security-token': 't' }, 'InvalidSecurityToken'],
    ['V4 with a token', { ...V4, 'x-oss-security-token': 't' }, 'InvalidSecurityToken'],
  ])('%s', (_, fields, expected) => expect(verdict(fields)).toBe(expected));

  it('is right only with its key, its token, in its region and time', () => {
    expect(verdict(V1, { accessKeySecret: 'other' })).toMatch(/^SignatureDoesNotMatch/);
    expect(verdict(V4, { accessKeySecret: 'other' })).toMatch(/^SignatureDoesNotMatch/);
    expect(verdict({ ...V1, 'x-oss-security-token': 't' }, { securityToken: 't' })).toBe('is ak');
    expect(verdict(V4, { region: 'cn-beijing' })).toBe('InvalidArgument 0002-00000228');
    const week = 7 * 24 * 3_600_000;
    expect(verdict(V4, { now: SIGNED_AT + week })).toBe('is ak');
    expect(verdict(V4, { now: SIGNED_AT + week + 1 })).toBe('AccessDenied');
    expect(verdict(V4, { now: SIGNED_AT - 900_000 })).toBe('is ak');
    expect(verdict(V4, { now: SIGNED_AT - 900_001 })).toMatch(/^RequestTimeTooSkewed/);
  });
});

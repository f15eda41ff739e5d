import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/primitives/index.ts';
import { signAcs3, signRpc } from '../../src/rpc/index.ts';
import { encoded, receiveRpc, type SentRpc } from './receive-rpc.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const MINUTES = 60_000;
const pair = { accessKeyId: 'id', accessKeySecret: 'secret' };
const facts = { accessKeySecret: 'secret', now: NOW };

function rpc(changes: Readonly<Record<string, string | undefined>> = {}, now = NOW, securityToken?: string): SentRpc {
  const signed = signRpc('GET', { Action: 'A' }, { credentials: { ...pair, securityToken }, now, nonce: 'n' });
  const changed = Object.entries({ ...signed, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { method: 'GET', target: `/?${encoded(Object.fromEntries(changed))}`, headers: {} };
}

function acs3(changes: SentRpc['headers'] = {}, now = NOW, securityToken?: string): SentRpc {
  const request = { method: 'POST', action: 'A', version: 'v', host: 'h' };
  const signed = signAcs3(request, { credentials: { ...pair, securityToken }, now, nonce: 'n' });
  return { method: 'POST', target: '/', headers: { ...signed, ...changes } };
}

describe.each([
  ['RPC', rpc],
  ['ACS3', acs3],
] as const)('%s', (_, send) => {
  it.each([0, 15 * MINUTES, -15 * MINUTES])('is accepted %i ms off', (offset) => {
    expect(receiveRpc(send({}, NOW + offset), facts)).toBe('id');
  });

  it.each([15 * MINUTES + 1000, -15 * MINUTES - 1000])('is refused %i ms off', (offset) => {
    expect(receiveRpc(send({}, NOW + offset), facts)).toMatchObject({ code: 'IllegalTimestamp', status: 400 });
  });

  it('is accepted with its token for as long as that lives', () => {
    const request = send({}, NOW, 'token');
    expect(receiveRpc(request, { ...facts, securityToken: 'token' })).toBe('id');
    expect(receiveRpc(request, { ...facts, securityToken: 'token', securityTokenExpiresAt: NOW + 1 })).toBe('id');
    const expired = { ...facts, securityToken: 'token', securityTokenExpiresAt: NOW };
    expect(receiveRpc(request, expired)).toMatchObject({ code: 'InvalidSecurityToken.Expired', status: 400 });
  });

  it('is refused with a token that is not of its key, and without the one that is', () => {
    const mismatch = { code: 'InvalidSecurityToken.MismatchWithAccessKey', status: 400 };
    expect(receiveRpc(send({}, NOW, 'token'), facts)).toMatchObject(mismatch);
    expect(receiveRpc(send({}, NOW, 'token'), { ...facts, securityToken: 'other' })).toMatchObject(mismatch);
    const without = { code: 'InvalidAccessKeyId.NotFound', status: 404 };
    expect(receiveRpc(send(), { ...facts, securityToken: 'token' })).toMatchObject(without);
  });
});

it.each([
  ['AccessKeyId', undefined, 'MissingParameter'],
  ['AccessKeyId', '', 'MissingParameter'],
  ['Timestamp', undefined, 'MissingParameter'],
  ['Timestamp', 'now', 'IllegalTimestamp'],
  ['SignatureMethod', undefined, 'MissingParameter'],
  ['SignatureMethod', 'HMAC-SHA256', 'InvalidParameter'],
  ['SignatureVersion', '2.0', 'InvalidParameter'],
  ['SignatureType', 'BEARERTOKEN', 'InvalidParameter'],
  ['Signature', undefined, 'IncompleteSignature'],
  ['Signature', '', 'IncompleteSignature'],
  ['Signature', 'x', 'SignatureDoesNotMatch'],
])('RPC with %s %j is %s', (name, value, code) => {
  expect(receiveRpc(rpc({ [name]: value }), facts)).toMatchObject({ code, status: 400 });
});

it.each([
  ['authorization', 'ACS3-RSA-SHA256 Credential=id,SignedHeaders=host,Signature=x', 'IncompleteSignature'],
  ['authorization', 'ACS3-HMAC-SHA256', 'IncompleteSignature'],
  ['authorization', 'ACS3-HMAC-SHA256 Credential=id,Signature=x', 'IncompleteSignature'],
  ['authorization', 'ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=x', 'IncompleteSignature'],
  ['content-type', 'application/json', 'IncompleteSignature'],
  ['x-acs-date', undefined, 'MissingParameter'],
  ['x-acs-date', '20261122T120000Z', 'IllegalTimestamp'],
  ['host', undefined, 'MissingParameter'],
  ['x-acs-content-sha256', '0'.repeat(64), 'SignatureDoesNotMatch'],
])('ACS3 with %s %j is %s', (name, value, code) => {
  expect(receiveRpc(acs3({ [name]: value }), facts)).toMatchObject({ code, status: 400 });
});

it('tells what should have been signed', () => {
  const refused = receiveRpc(rpc({ Signature: 'eA==' }), facts);
  expect(refused).toMatchObject({ message: expect.stringMatching(/server string to sign is:GET&%2F&AccessKeyId%3Did%26Action%3DA/) });
  const other = receiveRpc(acs3({ 'x-acs-action': 'B' }), facts);
  expect(other).toMatchObject({
    message: expect.stringMatching(/is:ACS3-HMAC-SHA256\n[0-9a-f]{64} of the canonical request:POST\n\/\n\nhost:h\n/),
  });
});

it('whatever is signed is accepted by the verifier', () => {
  const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  const parameters = fc.dictionary(
    texts.map((name) => `P${name}`),
    texts,
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(parameters, texts, (wanted, accessKeySecret) => {
      const known = { accessKeySecret, now: NOW };
      const options = { credentials: { accessKeyId: 'id', accessKeySecret }, now: NOW, nonce: 'n' };
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = utf8(encoded(signRpc('POST', wanted, options)));
      expect(receiveRpc({ method: 'POST', target: '/', headers, body }, known)).toBe('id');
      const request = { method: 'GET', action: 'A', version: 'v', host: 'h', query: Object.entries(wanted) };
      expect(receiveRpc({ method: 'GET', target: `/?${encoded(wanted)}`, headers: signAcs3(request, options) }, known)).toBe('id');
    }),
  );
});

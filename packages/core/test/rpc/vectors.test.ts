import { describe, expect, it } from 'vitest';
import { parseIsoSeconds } from '../../src/http/index.ts';
import { utf8 } from '../../src/primitives/index.ts';
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign, rpcSignature, rpcStringToSign, signRpc } from '../../src/rpc/index.ts';
import { percentEncode } from '../../src/signature/index.ts';
import { encoded, receiveRpc } from './receive-rpc.ts';
import { RECORDED, RECORDED_AT, RECORDED_PAIR } from './recorded-requests.ts';
import { ACS3_VECTORS, RPC_VECTORS } from './rpc-vectors.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe.each(RPC_VECTORS)('RPC vector $id', ({ credentials, request, intermediates, expected }) => {
  const { method, params, paramsIn } = request;

  it('has this string to sign and signature', () => {
    const stringToSign = rpcStringToSign(method, new Map(Object.entries(params)));
    expect(stringToSign).toBe(intermediates.stringToSign);
    expect(stringToSign).toContain(percentEncode(intermediates.canonicalizedQuery));
    expect(rpcSignature(credentials.accessKeySecret, stringToSign)).toBe(expected.signature);
  });

  it('is accepted where its client put the parameters, and in the other place', () => {
    const now = parseIsoSeconds(params['Timestamp'] ?? '') ?? 0;
    const facts = { accessKeySecret: credentials.accessKeySecret, securityToken: params['SecurityToken'], now };
    const sent = encoded({ ...params, Signature: expected.signature });
    const inQuery = receiveRpc({ method, target: `/?${sent}`, headers: {} }, facts);
    const inForm = receiveRpc({ method, target: '/', headers: form, body: utf8(sent) }, facts);
    expect([paramsIn, inQuery, inForm]).toEqual([paramsIn, 'testid', 'testid']);
  });

  it('is what the signer makes, where the client signs as it does', () => {
    const now = parseIsoSeconds(params['Timestamp'] ?? '') ?? 0;
    const nonce = params['SignatureNonce'];
    if (nonce === undefined) return;
    const signed = signRpc(method, params, { credentials: { ...credentials, securityToken: params['SecurityToken'] }, now, nonce });
    expect(signed).toEqual({ ...params, Signature: expected.signature });
  });
});

it.each(ACS3_VECTORS)('ACS3 vector $id', ({ credentials, request, intermediates, expected }) => {
  const canonicalRequest = acs3CanonicalRequest(request);
  expect(canonicalRequest).toBe(intermediates.canonicalRequest);
  expect(acs3StringToSign(canonicalRequest)).toBe(intermediates.stringToSign);
  expect(acs3Signature(credentials.accessKeySecret, intermediates.stringToSign)).toBe(expected.signature);
});

it.each(Object.entries(RECORDED))('accepts what %s sent', (_, request) => {
  const { accessKeyId, accessKeySecret } = RECORDED_PAIR;
  expect(receiveRpc(request, { accessKeySecret, now: RECORDED_AT })).toBe(accessKeyId);
  expect(receiveRpc(request, { accessKeySecret: `${accessKeySecret}x`, now: RECORDED_AT })).toMatchObject({
    code: 'SignatureDoesNotMatch',
  });
});

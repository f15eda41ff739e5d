import { describe, expect, it } from 'vitest';
import type { WireRequest } from '../../src/http/index.ts';
import { claimOf, receive } from './receive.ts';

const credentials = { accessKeyId: 'ak', accessKeySecret: 'sk' };

function get(target: string, headers: WireRequest['headers'] = {}): WireRequest {
  return { method: 'GET', target, headers: { host: 'localhost', ...headers } };
}

function outcome(target: string, authorization?: string) {
  return receive(get(target, { authorization }), { credentials, now: 0 });
}

const SCOPE = 'ak/20261121/cn-hangzhou/oss/aliyun_v4_request';
const SIGNATURE = 'f'.repeat(64);
const V4 = `OSS4-HMAC-SHA256 Credential=${SCOPE},Signature=${SIGNATURE}`;
const V4_URL = '/b/k?x-oss-signature-version=OSS4-HMAC-SHA256';
const FULL_V4_URL = `${V4_URL}&x-oss-credential=${encodeURIComponent(SCOPE)}&x-oss-date=20261121T000000Z&x-oss-expires=60&x-oss-signature=${SIGNATURE}`;
const without = (name: string) => FULL_V4_URL.replace(new RegExp(`&${name}=[^&]*`), '');
const withValue = (name: string, value: string) => `${without(name)}&${name}=${value}`;

describe('requests without a signature', () => {
  it.each(['/', '/b/k', '/b/?list-type=2&prefix=Signature', '/b/k?x-oss-process=style/a', '/b/k?x-oss-expires=60'])(
    '%s is anonymous',
    (target) => {
      expect(outcome(target)).toBe('anonymous');
    },
  );
});

describe('malformed Authorization headers', () => {
  it.each([
    '',
    'OSS',
    'OSS ',
    'OSS ak',
    'OSS :sig',
    'OSS ak:',
    'oss ak:sig',
    'Bearer ak:sig',
    'OSS4-HMAC-SHA256 ',
    'OSS4-HMAC-SHA256 Credential',
  ])('%j', (authorization) => {
    expect(outcome('/b/k', authorization)).toMatchObject({
      code: 'InvalidArgument',
      status: 400,
      message: 'Authorization header is invalid.',
    });
  });

  it.each([
    ['no signature', `OSS4-HMAC-SHA256 Credential=${SCOPE}`, undefined],
    ['no credential', `OSS4-HMAC-SHA256 Signature=${SIGNATURE}`, undefined],
    ['a credential of four parts', V4.replace('/oss/', '/'), '0002-00000213'],
    ['a credential of six parts', V4.replace('/oss/', '/oss/x/'), '0002-00000213'],
    ['more after the last part', V4.replace('aliyun_v4_request', 'aliyun_v4_request/x'), '0002-00000213'],
    ['another last part of the credential', V4.replace('aliyun_v4_request', 'aws4_request'), '0002-00000213'],
    ['an empty access key id', V4.replace('=ak/', '=/'), '0002-00000213'],
    ['an empty region', V4.replace('cn-hangzhou', ''), '0002-00000213'],
    ['a date with dashes', V4.replace('20261121', '2026-11-21'), '0002-00000212'],
    ['empty additional headers', `${V4},AdditionalHeaders=`, '0002-00000209'],
    ['an empty additional header', `${V4},AdditionalHeaders=host;;range`, '0002-00000210'],
  ])('%s', (_, authorization, ec) => {
    expect(outcome('/b/k', authorization)).toMatchObject({ code: 'InvalidArgument', status: 400, ec });
  });
});

describe('V4 Authorization fields', () => {
  const claim = {
    scheme: 'v4-header',
    accessKeyId: 'ak',
    signature: SIGNATURE,
    scope: { date: '20261121', region: 'cn-hangzhou', product: 'oss' },
    additionalHeaders: ['content-length', 'host'],
    securityToken: undefined,
  };

  it.each([
    `OSS4-HMAC-SHA256 Credential=${SCOPE},AdditionalHeaders=content-length;host,Signature=${SIGNATURE}`,
    `OSS4-HMAC-SHA256 Credential=${SCOPE}, Signature=${SIGNATURE}, AdditionalHeaders=Host;Content-Length;host`,
    `OSS4-HMAC-SHA256   Signature=${SIGNATURE} , Credential=${SCOPE},AdditionalHeaders=host;content-length,Signature=0,Credential=x`,
  ])('are read in any order: %s', (authorization) => {
    expect(claimOf(get('/b/k', { authorization }))).toEqual(claim);
  });
});

describe('security tokens', () => {
  it.each([
    ['x-oss-security-token', 'OSS ak:sig'],
    ['security-token', 'OSS ak:sig'],
    ['x-oss-security-token', V4],
  ])('arrive in the header %s for %s', (name, authorization) => {
    expect(claimOf(get('/b/k', { authorization, [name]: 't' }))).toMatchObject({ securityToken: 't' });
  });

  it.each(['/b/k?OSSAccessKeyId=ak&Expires=1&Signature=s&security-token=t', `${FULL_V4_URL}&x-oss-security-token=t`])(
    'arrive in %s',
    (target) => {
      expect(claimOf(get(target))).toMatchObject({ securityToken: 't' });
    },
  );
});

describe('V1 URLs', () => {
  const message = 'Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters';

  it.each([
    ['/b/k?Expires=1&Signature=s', undefined, message],
    ['/b/k?OSSAccessKeyId=ak&Expires=1', undefined, message],
    ['/b/k?Signature=s', undefined, message],
    ['/b/k?OSSAccessKeyId=&Expires=1&Signature=s', undefined, message],
    ['/b/k?OSSAccessKeyId=ak&Signature=s', '0002-00000067', message],
    ['/b/k?OSSAccessKeyId=ak&Expires&Signature=s', '0002-00000068', message],
    ['/b/k?OSSAccessKeyId=ak&Expires=soon&Signature=s', '0002-00000070', expect.any(String)],
    ['/b/k?OSSAccessKeyId=ak&Expires=-1&Signature=s', '0002-00000070', expect.any(String)],
    ['/b/k?OSSAccessKeyId=ak&Expires=1e9&Signature=s', '0002-00000070', expect.any(String)],
  ])('%s is denied', (target, ec, text) => {
    expect(outcome(target)).toMatchObject({ code: 'AccessDenied', status: 403, ec, message: text });
  });

  it('take the first of duplicates', () => {
    expect(claimOf(get('/b/k?Expires=1&OSSAccessKeyId=ak&Signature=s&Expires=9&OSSAccessKeyId=x&Signature=y'))).toMatchObject({
      accessKeyId: 'ak',
      expires: '1',
      signature: 's',
    });
  });
});

describe('V4 URLs', () => {
  it.each([
    ['no credential', without('x-oss-credential'), 'InvalidArgument', '0002-00000213'],
    ['a bad credential date', withValue('x-oss-credential', SCOPE.replace('20261121', 'today')), 'InvalidArgument', '0002-00000212'],
    ['empty additional headers', `${FULL_V4_URL}&x-oss-additional-headers`, 'InvalidArgument', '0002-00000209'],
    ['an empty additional header', `${FULL_V4_URL}&x-oss-additional-headers=;`, 'InvalidArgument', '0002-00000210'],
    ['no x-oss-expires', without('x-oss-expires'), 'AccessDenied', '0002-00000215'],
    ['no x-oss-signature', without('x-oss-signature'), 'AccessDenied', '0002-00000219'],
    ['a blank x-oss-signature', withValue('x-oss-signature', '+'), 'AccessDenied', '0002-00000220'],
    ['an unknown version', FULL_V4_URL.replace('OSS4', 'OSS5'), 'InvalidArgument', '0002-00000066'],
    ['no version', FULL_V4_URL.replace('x-oss-signature-version=OSS4-HMAC-SHA256&', ''), 'InvalidArgument', '0002-00000066'],
    ['nothing but a credential', '/b/k?x-oss-credential=ak', 'InvalidArgument', '0002-00000066'],
    ['nothing but a signature', '/b/k?x-oss-signature=s', 'InvalidArgument', '0002-00000066'],
    ['the name of a JavaScript property as version', V4_URL.replace('OSS4-HMAC-SHA256', 'constructor'), 'InvalidArgument', '0002-00000066'],
  ])('%s is refused', (_, target, code, ec) => {
    expect(outcome(target)).toMatchObject({ code, ec });
  });
});

describe('two signatures, or version 2', () => {
  it.each(['/b/k?OSSAccessKeyId=ak&Expires=1&Signature=s', '/b/k?Signature=s', FULL_V4_URL, '/b/k?x-oss-signature-version=OSS2'])(
    'a header together with %s is an InvalidArgument',
    (target) => {
      expect(outcome(target, 'OSS ak:sig')).toMatchObject({ code: 'InvalidArgument', status: 400 });
    },
  );

  it.each([
    get('/b/k?x-oss-signature-version=OSS2&x-oss-expires=1&x-oss-access-key-id=ak&x-oss-signature=s'),
    get('/b/k?x-oss-signature-version=OSS2&x-oss-expires=1&x-oss-access-key-id=ak&x-oss-signature=s&x-oss-expires=2&x-oss-signature=t'),
  ])('V2 URLs are read, the first of duplicates: %j', (request) => {
    const claim = { scheme: 'v2-query', accessKeyId: 'ak', signature: 's', expires: '1', additionalHeaders: [], securityToken: undefined };
    expect(claimOf(request)).toEqual(claim);
  });

  it.each([
    ['OSS2 AccessKeyId:ak,AdditionalHeaders:b;A;b,Signature:s', ['a', 'b']],
    ['OSS2 AccessKeyId:ak, Signature:s', []],
    ['OSS2 Signature:s,AdditionalHeaders:a , AccessKeyId:ak,Signature:t,AccessKeyId:other', ['a']],
  ])('V2 fields are read in any order: %s', (authorization, additionalHeaders) => {
    const claim = { scheme: 'v2-header', accessKeyId: 'ak', signature: 's', additionalHeaders, securityToken: undefined };
    expect(claimOf(get('/b/k', { authorization }))).toEqual(claim);
  });

  it.each(['OSS2 ak:s', 'OSS2 AccessKeyId:,Signature:s', 'OSS2 AccessKeyId:ak', 'OSS2 AccessKeyId:ak,s'])(
    '%s is malformed',
    (authorization) => {
      expect(outcome('/b/k', authorization)).toMatchObject({ code: 'InvalidArgument', message: 'Authorization header is invalid.' });
    },
  );

  it.each([
    ['AdditionalHeaders:', '0002-00000209'],
    ['AdditionalHeaders:a;;b', '0002-00000210'],
  ])('V2 with %s is an InvalidArgument', (field, ec) => {
    expect(outcome('/b/k', `OSS2 AccessKeyId:ak,${field},Signature:s`)).toMatchObject({ code: 'InvalidArgument', status: 400, ec });
  });
});

describe('V2 URLs', () => {
  const url = '/b/k?x-oss-signature-version=OSS2&x-oss-expires=1&x-oss-access-key-id=ak&x-oss-signature=s';
  const incomplete = 'Query string authentication requires the x-oss-signature, x-oss-expires and x-oss-access-key-id parameters';

  it.each([
    ['no expiry', url.replace('&x-oss-expires=1', ''), incomplete],
    ['a blank expiry', url.replace('expires=1', 'expires='), incomplete],
    ['no access key', url.replace('&x-oss-access-key-id=ak', ''), incomplete],
    ['no signature', url.replace('&x-oss-signature=s', ''), incomplete],
    ['an expiry that is no number', url.replace('expires=1', 'expires=1e9'), 'Invalid date (should be seconds since epoch).'],
    ['an expiry in the past', url, 'Request has expired.'],
  ])('with %s are denied', (_, target, message) => {
    expect(receive(get(target), { credentials, now: 2000 })).toMatchObject({ code: 'AccessDenied', status: 403, message });
  });

  it('are denied for what is missing before what is malformed, and as expired only when the key is known', () => {
    expect(outcome(`${url.replace('&x-oss-signature=s', '')}&x-oss-additional-headers=`)).toMatchObject({ code: 'AccessDenied' });
    expect(outcome(`${url}&x-oss-additional-headers=`)).toMatchObject({ code: 'InvalidArgument', ec: '0002-00000209' });
    const known = { credentials: { ...credentials, accessKeyId: 'another' }, now: 2000 };
    expect(receive(get(url), known)).toMatchObject({ code: 'InvalidAccessKeyId', ec: '0002-00000902', details: { OSSAccessKeyId: 'ak' } });
  });

  it.each(['security-token', 'x-oss-security-token'])('carry their token as %s', (name) => {
    expect(claimOf(get(`${url}&${name}=t`))).toMatchObject({ securityToken: 't' });
  });
});

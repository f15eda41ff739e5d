import { describe, expect, it } from 'vitest';
import { requestContext, type RequestFacts } from '../../../src/policy/condition-context.ts';
import { withFacts, type GatheredFacts } from '../../../src/policy/gathered-facts.ts';
import { allow, decided, deny } from './situation.ts';

/** A condition, what is known of the request and of what is stored, and whether the condition holds. */
type Row = readonly [name: string, condition: object, facts: Partial<RequestFacts> & GatheredFacts, holds: boolean];

const NOW = Date.UTC(2026, 10, 22, 20, 20, 22, 500);
const LIST = { operation: 'ListObjects', query: [['prefix', 'home/alice/']] } as const;
const TAGGED = { requestTags: [['team', 'blue']] } as const;

const is = (key: string, value: unknown): object => ({ StringEquals: { [key]: value } });
const isNot = (key: string, value: unknown): object => ({ StringNotEquals: { [key]: value } });
const like = (key: string, value: unknown): object => ({ StringLike: { [key]: value } });
const flag = (key: string, value: string): object => ({ Bool: { [key]: value } });

const OF_REQUESTS: readonly Row[] = [
  ['acs:SourceIp inside', { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }, { sourceIp: '10.1.2.3' }, true],
  ['acs:SourceIp mapped into IPv6', { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }, { sourceIp: '::ffff:10.1.2.3' }, true],
  ['acs:SourceIp mapped, as a text', is('acs:SourceIp', '10.1.2.3'), { sourceIp: '::ffff:10.1.2.3' }, true],
  ['acs:SourceIp outside', { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }, { sourceIp: '127.0.0.1' }, false],
  ['acs:SourceIp outside, negatively', { NotIpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }, { sourceIp: '127.0.0.1' }, true],
  ['acs:UserAgent', like('acs:UserAgent', 'aliyun-sdk-*'), { userAgent: 'aliyun-sdk-python/2.19' }, true],
  ['acs:UserAgent of another', like('acs:UserAgent', 'aliyun-sdk-*'), { userAgent: 'curl/8' }, false],
  ['acs:UserAgent is missing', like('acs:UserAgent', '*'), {}, false],
  ['acs:CurrentTime before', { DateLessThan: { 'acs:CurrentTime': '2026-11-22T20:20:23Z' } }, {}, true],
  ['acs:CurrentTime has whole seconds', { DateEquals: { 'acs:CurrentTime': '2026-11-22T20:20:22Z' } }, {}, true],
  ['acs:CurrentTime after', { DateGreaterThan: { 'acs:CurrentTime': '2026-11-23T04:20:22+08:00' } }, {}, false],
  ['acs:SecureTransport over TLS', flag('acs:SecureTransport', 'true'), { secure: true }, true],
  ['acs:SecureTransport without', flag('acs:SecureTransport', 'true'), {}, false],
  ['acs:SecureTransport without, asked for', flag('acs:SecureTransport', 'false'), {}, true],
  ['acs:SecureTransport as HTTPS', flag('acs:SecureTransport', 'HTTPS'), { secure: true }, true],
  ['acs:MFAPresent', flag('acs:MFAPresent', 'true'), { accessKeyId: 'LTAI' }, false],
  ['acs:MFAPresent is false', flag('acs:MFAPresent', 'false'), { accessKeyId: 'LTAI' }, true],
  ['acs:MFAPresent of nobody', flag('acs:MFAPresent', 'false'), {}, false],
  ['acs:AccessId', is('acs:AccessId', 'LTAI'), { accessKeyId: 'LTAI' }, true],
  ['acs:AccessId of another', is('acs:AccessId', 'LTAI'), { accessKeyId: 'LTAJ' }, false],
  ['acs:AccessId of temporary credentials', like('acs:AccessId', 'STS.*'), { accessKeyId: 'STS.abc' }, true],
  ['acs:AccessId of nobody', like('acs:AccessId', '*'), {}, false],
  ['acs:SourceVpc is never there', like('acs:SourceVpc', '*'), { accessKeyId: 'LTAI' }, false],
  ['acs:SourceVpc is never there, negatively', isNot('acs:SourceVpc', 'vpc-1'), {}, true],
  ['oss:Prefix', like('oss:Prefix', 'home/alice/*'), LIST, true],
  ['oss:Prefix of another', like('oss:Prefix', 'home/bob/*'), LIST, false],
  ['oss:Prefix not given is empty', is('oss:Prefix', ''), { operation: 'ListObjects' }, true],
  ['oss:Prefix not given is no other', like('oss:Prefix', 'home/*'), { operation: 'ListObjectsV2' }, false],
  ['oss:Prefix of what is no listing', like('oss:Prefix', '*'), { operation: 'GetObject', query: [['prefix', 'home/']] }, false],
  ['oss:Delimiter', is('oss:Delimiter', '/'), { operation: 'ListObjects', query: [['delimiter', '/']] }, true],
  ['oss:Delimiter not given', is('oss:Delimiter', '/'), LIST, false],
  ['oss:Delimiter not given is empty', is('oss:Delimiter', ['', '/']), LIST, true],
  ['oss:RequestObjectTag', is('oss:RequestObjectTag/team', 'blue'), TAGGED, true],
  ['oss:RequestObjectTag of another value', is('oss:RequestObjectTag/team', 'red'), TAGGED, false],
  ['oss:RequestObjectTag of another name', like('oss:RequestObjectTag/Team', '*'), TAGGED, false],
  ['oss:RequestObjectTag without tags', like('oss:RequestObjectTag/team', '*'), { operation: 'PutObject' }, false],
  ['oss:TLSVersion', is('oss:TLSVersion', ['1.2', '1.3']), { secure: true, tlsVersion: 'TLSv1.3' }, true],
  ['oss:TLSVersion too old', { NumericLessThan: { 'oss:TLSVersion': '1.2' } }, { secure: true, tlsVersion: 'TLSv1.1' }, true],
  ['oss:TLSVersion without TLS', like('oss:TLSVersion', '*'), {}, false],
];

const KMS = { encryption: { algorithm: 'KMS', keyIds: ['id-1', 'alias/app'] } } as const;
const NONE = { encryption: { algorithm: 'None' } } as const;

const OF_WHAT_IS_STORED: readonly Row[] = [
  ['oss:BucketTag', is('oss:BucketTag/team', 'blue'), { bucketTags: [['team', 'blue']] }, true],
  ['oss:BucketTag of another value', is('oss:BucketTag/team', 'blue'), { bucketTags: [['team', 'red']] }, false],
  ['oss:BucketTag of an object', is('oss:BucketTag/team', 'blue'), { objectTags: [['team', 'blue']] }, false],
  ['oss:BucketTag without tags', like('oss:BucketTag/team', '*'), { bucketTags: [] }, false],
  ['oss:BucketTag with a name of JavaScript', is('oss:BucketTag/__proto__', 'x'), { bucketTags: [['__proto__', 'x']] }, true],
  ['oss:ExistingObjectTag', is('oss:ExistingObjectTag/secret', 'no'), { objectTags: [['secret', 'no']] }, true],
  ['oss:ExistingObjectTag of a request', is('oss:ExistingObjectTag/team', 'blue'), TAGGED, false],
  ['oss:ExistingObjectTag of no object', isNot('oss:ExistingObjectTag/secret', 'yes'), {}, true],
  ['sse:ServerSideEncryption', is('sse:ServerSideEncryption', 'KMS'), KMS, true],
  ['sse:ServerSideEncryption of nothing', is('sse:ServerSideEncryption', 'None'), NONE, true],
  ['sse:ServerSideEncryption, nothing is not KMS', isNot('sse:ServerSideEncryption', ['KMS', 'AES256', 'SM4']), NONE, true],
  ['sse:ServerSideEncryption, KMS is KMS', isNot('sse:ServerSideEncryption', ['KMS', 'AES256', 'SM4']), KMS, false],
  ['sse:ServerSideEncryption of a read', like('sse:ServerSideEncryption', '*'), {}, false],
  ['sse:ServerSideEncryptionKeyId', is('sse:ServerSideEncryptionKeyId', 'id-1'), KMS, true],
  ['sse:ServerSideEncryptionKeyId by its alias', is('sse:ServerSideEncryptionKeyId', 'alias/app'), KMS, true],
  ['sse:ServerSideEncryptionKeyId of another', is('sse:ServerSideEncryptionKeyId', 'id-2'), KMS, false],
  ['sse:ServerSideEncryptionKeyId, not this one', isNot('sse:ServerSideEncryptionKeyId', 'alias/app'), KMS, false],
  ['sse:ServerSideEncryptionKeyId without a key', isNot('sse:ServerSideEncryptionKeyId', 'id-1'), NONE, true],
];

describe.each([
  ['a request', OF_REQUESTS],
  ['what is stored and written', OF_WHAT_IS_STORED],
])('a condition on %s', (_, rows) => {
  it.each(rows)('%s', (_name, condition, facts, holds) => {
    const request = requestContext({ sourceIp: '127.0.0.1', now: NOW, secure: false, query: [], ...facts });
    const context = withFacts(request, facts);
    expect(decided({ user: [allow('*', '*', condition)], context })).toBe(holds ? 'Allow user.0' : 'Deny nothing');
    expect(decided({ user: [allow('*'), deny('*', '*', condition)], context })).toBe(holds ? 'Deny user.1' : 'Allow user.0');
  });
});

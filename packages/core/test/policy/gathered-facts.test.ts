import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { wantedFacts, withFacts } from '../../src/policy/gathered-facts.ts';
import { conditionKeys } from '../../src/policy/judge.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';

const asking = (key: string) => {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { [key]: 'x' } } };
  const policy = parsePolicy(JSON.stringify({ Version: '1', Statement: statement }), 'identity');
  if (policy instanceof OssError) throw policy;
  return wantedFacts(conditionKeys([policy]));
};
const nothing = { bucketTags: false, objectTags: false, requestTags: false, encryption: false };

describe('wantedFacts', () => {
  it.each([
    ['oss:BucketTag/team', { bucketTags: true }],
    ['OSS:buckettag/team', { bucketTags: true }],
    ['oss:ExistingObjectTag/a/b', { objectTags: true }],
    ['sse:ServerSideEncryption', { encryption: true }],
    ['SSE:serversideencryptionkeyid', { encryption: true }],
    ['oss:RequestObjectTag/team', { requestTags: true }],
    ['acs:SourceIp', {}],
  ])('of a condition on %s are %j', (key, wanted) => {
    expect(asking(key)).toEqual({ ...nothing, ...wanted });
  });
});

describe('withFacts', () => {
  it('adds what was gathered, whatever the names of tags', () => {
    const tags = [
      ['team', 'blue'],
      ['__proto__', 'x'],
    ] as const;
    const encryption = { algorithm: 'KMS', keyIds: ['id', 'alias/app'] } as const;
    expect(
      Object.entries(withFacts({ 'acs:SourceIp': '::1' }, { bucketTags: tags, objectTags: tags, requestTags: tags, encryption })),
    ).toEqual([
      ['acs:SourceIp', '::1'],
      ['oss:BucketTag/team', 'blue'],
      ['oss:BucketTag/__proto__', 'x'],
      ['oss:ExistingObjectTag/team', 'blue'],
      ['oss:ExistingObjectTag/__proto__', 'x'],
      ['oss:RequestObjectTag/team', 'blue'],
      ['oss:RequestObjectTag/__proto__', 'x'],
      ['sse:ServerSideEncryption', 'KMS'],
      ['sse:ServerSideEncryptionKeyId', ['id', 'alias/app']],
    ]);
  });

  it('adds nothing where nothing was gathered, and no key id where no key is named', () => {
    expect(withFacts({}, {})).toEqual({});
    expect(withFacts({}, { encryption: { algorithm: 'None' } })).toEqual({ 'sse:ServerSideEncryption': 'None' });
  });
});

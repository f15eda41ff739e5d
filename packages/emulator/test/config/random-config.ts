import fc from 'fast-check';
import type { BucketConfig, EmulatorConfig, PolicyChoice, PolicyDocument, UserConfig } from '../../src/config/emulator-config.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9]{2,7}$/);
const secret = fc.stringMatching(/^[!-~]{3,20}$/);
const words = (maxLength: number) => fc.uniqueArray(word, { maxLength });

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('oss:*', 'kms:Decrypt', 'oss:GetObject'),
  Resource: fc.constantFrom('*', 'acs:oss:*:*:app/*'),
});
const document: fc.Arbitrary<PolicyDocument> = fc.record({
  Version: fc.constant('1'),
  Statement: fc.array(statement, { minLength: 1, maxLength: 2 }),
});
const bucketPolicy: fc.Arbitrary<PolicyDocument> = statement.map((own) => ({ Version: '1', Statement: [{ ...own, Principal: ['*'] }] }));

/** What is left out is left out, not `undefined`. */
const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: readonly (keyof T & string)[]): fc.Arbitrary<T> =>
  fc.record(model, { requiredKeys: [...required] }) as unknown as fc.Arbitrary<T>;

const encryption: fc.Arbitrary<NonNullable<BucketConfig['encryption']>> = fc.constantFrom(
  { SSEAlgorithm: 'AES256' },
  { SSEAlgorithm: 'SM4' },
  { SSEAlgorithm: 'KMS' },
  { SSEAlgorithm: 'KMS', KMSMasterKeyID: 'alias/acs/oss', KMSDataEncryption: 'SM4' },
);

function buckets(names: readonly string[]): fc.Arbitrary<BucketConfig[]> {
  const one = (name: string) =>
    some<Required<BucketConfig>>(
      {
        name: fc.constant(name),
        acl: fc.constantFrom('private', 'public-read', 'public-read-write'),
        versioning: fc.constantFrom('Enabled', 'Suspended'),
        encryption,
        policy: bucketPolicy,
        tags: fc.dictionary(word, fc.string({ maxLength: 5 }), { maxKeys: 3 }),
        blockPublicAccess: fc.boolean(),
        storageClass: fc.constantFrom('Standard', 'IA'),
      },
      ['name'],
    );
  return fc.tuple(...names.map(one));
}

function users(names: readonly string[], choices: fc.Arbitrary<PolicyChoice[]>, groups: readonly string[]): fc.Arbitrary<UserConfig[]> {
  const accessKeys = (name: string) =>
    fc
      .array(some({ secret, status: fc.constantFrom('Active', 'Inactive') }, ['secret']), { maxLength: 3 })
      .map((keys) => keys.map((key, index) => ({ id: `LTAI-${name}-${index}`, ...key })));
  const one = (name: string, index: number) =>
    some<Required<UserConfig>>(
      {
        name: fc.constant(name),
        id: fc.constant(`2${String(index).padStart(17, '0')}`),
        accessKeys: accessKeys(name),
        policies: choices,
        groups: fc.subarray([...groups]),
      },
      ['name'],
    );
  return fc.tuple(...names.map(one));
}

/** Configurations that are valid. */
export const randomConfig: fc.Arbitrary<EmulatorConfig> = fc
  .record({ users: words(3), groups: words(3), policies: words(3), roles: words(2), keys: words(2), buckets: words(3) })
  .chain((names) => {
    const named = fc.subarray([...names.policies, 'AliyunOSSFullAccess']);
    const choices: fc.Arbitrary<PolicyChoice[]> = fc
      .tuple(named, fc.array(document, { maxLength: 2 }))
      .map(([managed, own]) => [...managed, ...own]);
    return some<Required<EmulatorConfig>>(
      {
        account: fc.constantFrom({ id: '1234567890123456' }, { id: '1000000000000001' }),
        policies: fc.tuple(...names.policies.map((name) => fc.record({ name: fc.constant(name), document }))),
        groups: fc.tuple(...names.groups.map((name) => some({ name: fc.constant(name), policies: choices }, ['name']))) as never,
        users: users(names.users, choices, names.groups),
        roles: fc.tuple(
          ...names.roles.map((name) =>
            some({ name: fc.constant(name), trust: fc.subarray(names.users), maxSessionSeconds: fc.integer({ min: 3600, max: 43_200 }) }, [
              'name',
              'trust',
            ]),
          ),
        ) as never,
        keys: fc.constant(names.keys.map((name) => ({ alias: `alias/${name}` }))),
        buckets: buckets(names.buckets),
      },
      ['policies', 'groups', 'users'],
    );
  });

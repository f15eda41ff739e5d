import { createAdminClient, type AccessKeyPair, type AdminClient, type JsonObject, type PolicyReference } from '@sse/sdk/admin';

/** Where a server is, and its root key pair. */
export interface AdministeredServer {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: AccessKeyPair;
}

/** A user with the one access key that it has. */
export interface RestrictedUser extends AccessKeyPair {
  readonly id: string;
}

/** A statement of policy JSON that allows. */
const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*'): JsonObject => ({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});

const onRules = ['oss:PutBucketEncryption', 'oss:GetBucketEncryption', 'oss:DeleteBucketEncryption'] as const;
const lacks = (missing: (typeof onRules)[number]): readonly PolicyReference[] => [
  allow([...onRules.filter((action) => action !== missing), 'oss:PutObject', 'oss:GetObject']),
];

/** What each user may; the keys are for SSE-KMS. */
const policiesOf = (keyId: string): Readonly<Record<string, readonly PolicyReference[]>> => ({
  'no-put-rule': lacks('oss:PutBucketEncryption'),
  'no-get-rule': lacks('oss:GetBucketEncryption'),
  'no-delete-rule': lacks('oss:DeleteBucketEncryption'),
  'every-rule': [allow(onRules)],
  reader: ['AliyunOSSReadOnlyAccess'],
  'mine-writer': [allow('oss:PutObject', 'acs:oss:*:*:*/mine/*')],
  'no-kms': ['AliyunOSSFullAccess'],
  'no-decrypt': ['AliyunOSSFullAccess', allow('kms:GenerateDataKey')],
  'one-key': ['AliyunOSSFullAccess', allow(['kms:GenerateDataKey', 'kms:Decrypt'], `acs:kms:*:*:key/${keyId}`)],
  nobody: [],
  pipeline: [],
});

/** The role that the user `pipeline` may assume: it reads and writes objects and lists them. */
const ci = { trust: ['pipeline'], policies: [allow(['oss:GetObject', 'oss:PutObject', 'oss:ListObjects'])] };

/**
 * Makes users that may a part of everything and the role `ci`, by the admin interface; `keyId` is the KMS key that the user `one-key` may use.
 * Resolves to the users by name.
 */
export async function makeRestrictedUsers(server: AdministeredServer, keyId: string): Promise<Readonly<Record<string, RestrictedUser>>> {
  await using admin = createAdminClient(server);
  const made: Record<string, RestrictedUser> = {};
  for (const [name, policies] of Object.entries(policiesOf(keyId))) {
    const { id } = await admin.users.put(name, { policies });
    const { accessKeyId, accessKeySecret } = await admin.accessKeys.create(name);
    made[name] = { id, accessKeyId, accessKeySecret };
  }
  await admin.roles.put('ci', ci);
  return made;
}

/** Makes a user of another server who has the same pair and may assume a role of the same name there. */
export async function makePipeline(server: AdministeredServer, pair: AccessKeyPair): Promise<void> {
  await using admin: AdminClient = createAdminClient(server);
  await admin.users.put('pipeline', {});
  await admin.accessKeys.create('pipeline', { accessKeyId: pair.accessKeyId, accessKeySecret: pair.accessKeySecret });
  await admin.roles.put('ci', ci);
}

import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { fetchHere } from '../fetch-here.ts';
import { encryption, sseOf, sseRequest } from '../sse-headers.ts';
import { userId } from '../users.ts';

const notAllowed = { status: 403, code: 'AccessDenied' };

type RuleCall = (client: OSS, bucket: string) => Promise<{ readonly res: { readonly status: number } }>;

const RULE_CALLS: Readonly<Record<string, RuleCall>> = {
  put: (client, bucket) => client.putBucketEncryption(bucket, { SSEAlgorithm: 'SM4' }),
  get: (client, bucket) => client.getBucketEncryption(bucket),
  delete: (client, bucket) => client.deleteBucketEncryption(bucket),
};

/** Users that may a part of everything, bucket policies and ACLs (protocol reference §5.1, §5.2, §5.4). */
export async function permissions(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('permissions', async (client, bucket) => {
    for (const missing of Object.keys(RULE_CALLS)) await rules(checks, clients, bucket, missing);
    await client.put('object', Buffer.from('body'));
    await reader(checks, clients, bucket);
    await writer(checks, clients, bucket);
    await keys(checks, clients, bucket);
    await bucketPolicy(checks, clients, bucket);
    await acls(checks, clients, bucket);
  });
}

/** The user lacks the action of one operation on the rule: that one is refused and changes nothing, the two others are not. */
async function rules(checks: Checks, clients: Clients, bucket: string, missing: string): Promise<void> {
  const root = clients.for(bucket);
  const restricted = clients.as(`no-${missing}-rule`, bucket);
  for (const [name, call] of Object.entries(RULE_CALLS)) {
    await root.putBucketEncryption(bucket, { SSEAlgorithm: 'AES256' });
    const what = `may all but ${missing} the rule: ${name}`;
    if (name === missing) {
      await checks.refused(what, () => call(restricted, bucket), notAllowed);
      checks.equal(`${what} changed nothing`, (await root.getBucketEncryption(bucket)).encryption, { SSEAlgorithm: 'AES256' });
    } else {
      checks.equal(what, (await call(restricted, bucket)).res.status, name === 'delete' ? 204 : 200);
    }
  }
  await root.deleteBucketEncryption(bucket);
}

async function reader(checks: Checks, clients: Clients, bucket: string): Promise<void> {
  const restricted = clients.as('reader', bucket);
  checks.equal('reader: get', String((await restricted.get('object')).content), 'body');
  checks.equal('reader: list', (await restricted.listV2({})).objects.length, 1);
  await checks.refused('reader: put', () => restricted.put('object', Buffer.from('other')), notAllowed);
  await checks.refused('reader: delete', () => restricted.delete('object'), notAllowed);
  await checks.refused('reader: copy', () => restricted.copy('copy', 'object'), notAllowed);
  await checks.refused('reader: Initiate', () => restricted.initMultipartUpload('parts'), notAllowed);
  checks.equal('reader: changed nothing', String((await clients.for(bucket).get('object')).content), 'body');
}

async function writer(checks: Checks, clients: Clients, bucket: string): Promise<void> {
  const restricted = clients.as('mine-writer', bucket);
  checks.equal('writer: put under mine/', (await restricted.put('mine/object', Buffer.from('own'))).res.status, 200);
  await checks.refused('writer: put elsewhere', () => restricted.put('object', Buffer.from('other')), notAllowed);
  await checks.refused('writer: get of its own', () => restricted.get('mine/object'), notAllowed);
  await checks.refused('writer: copy of what it may not read', () => restricted.copy('mine/copy', 'object'), notAllowed);
}

async function keys(checks: Checks, clients: Clients, bucket: string): Promise<void> {
  const { keyId, otherKeyId } = clients.server;
  const noKms = { ...notAllowed, message: 'This request is forbidden by kms.' };
  const under = (key: string | null): { headers: Record<string, string> } => ({ headers: sseRequest(encryption('KMS', key)) });
  const body = Buffer.from('secret');
  await clients.for(bucket).put('kms', body, under(keyId));
  for (const name of ['no-kms', 'no-decrypt']) {
    const restricted = clients.as(name, bucket);
    await checks.refused(`${name}: get`, () => restricted.get('kms'), noKms);
    await checks.refused(`${name}: put`, () => restricted.put('kms', body, under(keyId)), noKms);
    checks.equal(`${name}: default key`, sseOf(await restricted.put('default', body, under(null))).algorithm, 'KMS');
  }
  const restricted = clients.as('one-key', bucket);
  checks.equal('one key: get', String((await restricted.get('kms')).content), 'secret');
  checks.equal('one key: put', sseOf(await restricted.put('kms', body, under(keyId))).keyId, keyId);
  await checks.refused('one key: put under another', () => restricted.put('kms', body, under(otherKeyId)), noKms);
}

async function bucketPolicy(checks: Checks, clients: Clients, bucket: string): Promise<void> {
  const root = clients.for(bucket);
  const nobody = clients.as('nobody', bucket);
  const statement = { Effect: 'Allow', Action: ['oss:GetObject'], Resource: [`acs:oss:*:*:${bucket}/*`], Principal: [userId('nobody')] };
  await checks.refused('no policy: get', () => nobody.get('object'), notAllowed);
  await root.putBucketPolicy(bucket, { Version: '1', Statement: [statement] });
  checks.equal('policy shown', (await root.getBucketPolicy(bucket)).policy, { Version: '1', Statement: [statement] });
  checks.equal('policy for a user: get', String((await nobody.get('object')).content), 'body');
  await checks.refused('policy for a user: put', () => nobody.put('object', Buffer.from('other')), notAllowed);
  await checks.refused('policy for a user: another', () => clients.as('mine-writer', bucket).get('object'), notAllowed);
  await root.putBucketPolicy(bucket, { Version: '1', Statement: [{ ...statement, Effect: 'Deny' }] });
  await checks.refused('policy against a user: get', () => nobody.get('object'), {
    ...notAllowed,
    message: 'Access denied by bucket policy.',
  });
  const condition = { StringEquals: { 'sse:ServerSideEncryption': 'None' } };
  const onlyEncrypted = { ...statement, Effect: 'Deny', Action: ['oss:PutObject'], Principal: ['*'], Condition: condition };
  await root.putBucketPolicy(bucket, { Version: '1', Statement: [onlyEncrypted] });
  const writing = clients.as('one-key', bucket);
  await checks.refused('encrypted only: put', () => writing.put('object', Buffer.from('other')), notAllowed);
  const put = await writing.put('object', Buffer.from('body'), { headers: sseRequest(encryption('AES256')) });
  checks.equal('encrypted only: encrypted put', sseOf(put).algorithm, 'AES256');
  checks.equal('policy deleted', (await root.deleteBucketPolicy(bucket)).status, 204);
  checks.equal('no policy shown', (await root.getBucketPolicy(bucket)).policy, null);
}

/** Anonymous callers: ali-oss itself signs everything. */
async function acls(checks: Checks, clients: Clients, bucket: string): Promise<void> {
  const root = clients.for(bucket);
  const url = (path: string): string => `${clients.server.endpoint}/${bucket}/${path}`;
  for (const [acl, get, put] of [
    ['public-read', 200, 403],
    ['public-read-write', 200, 200],
    ['private', 403, 403],
  ] as const) {
    await root.putBucketACL(bucket, acl);
    checks.equal(`${acl}, anonymous: get`, (await fetchHere('GET', url('object'))).status, get);
    checks.equal(`${acl}, anonymous: put`, (await fetchHere('PUT', url('other'), { body: 'x' })).status, put);
    checks.equal(`${acl}, anonymous: list`, (await fetchHere('GET', url(''))).status, 403);
  }
}

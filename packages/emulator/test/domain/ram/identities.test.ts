import { authorize, type Caller, type NamedPolicy } from '@sse/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { accessKeys } from '../../../src/domain/access-keys.ts';
import { openSession } from '../../../src/domain/bucket-key.ts';
import type { KeyHierarchy } from '../../../src/domain/key-hierarchy.ts';
import { keyspace, systemScope } from '../../../src/domain/keyspace.ts';
import type { Services } from '../../../src/operations/services.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { openDomainProcess, random } from '../../support/domain-process.ts';
import { policyText } from './statements.ts';

const pair = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
let store: OrderedStore;
let services: Services;
let keys: KeyHierarchy;

beforeEach(async () => {
  store = memoryStore();
  ({ services, keys } = await openDomainProcess(store));
});

const credentialOf = (accessKeyId: string, token?: string) => services.identities.credentialOf(openSession(), accessKeyId, token);
const names = (policies: readonly NamedPolicy[]) => policies.map(({ name }) => name);

describe('a credential', () => {
  it('is the root pair’s, also from a row of a former release', async () => {
    const { accessKeyId, accessKeySecret } = await accessKeys({ store, keys, random }).root(undefined);
    expect(await credentialOf(accessKeyId)).toEqual({ accessKeySecret, caller: { kind: 'root' } });
    const key = keyspace.accessKey(accessKeyId);
    const system = await keys.liveKeys.local(openSession(), systemScope);
    await store.commit({ sets: [{ key, value: keys.rows.seal(system, key, { secret: 'of a former release' }) }] });
    expect(await credentialOf(accessKeyId)).toEqual({ accessKeySecret: 'of a former release', caller: { kind: 'root' } });
  });

  it('is a user’s while the pair is active and the user is there', async () => {
    const { ram } = services;
    const { id } = await ram.users.put('alice', {});
    await ram.accessKeys.create('alice', pair);
    const credential = { accessKeySecret: 'alice-secret', caller: { kind: 'user', id, name: 'alice' } };
    expect(await credentialOf(pair.accessKeyId)).toEqual(credential);
    // A token that came along is refused by what checks it.
    expect(await credentialOf(pair.accessKeyId, 'a token')).toEqual(credential);
    await ram.accessKeys.setStatus(pair.accessKeyId, 'Inactive');
    expect(await credentialOf(pair.accessKeyId)).toBeUndefined();
    await ram.accessKeys.setStatus(pair.accessKeyId, 'Active');
    expect(await credentialOf(pair.accessKeyId)).toEqual(credential);
    await ram.users.remove('alice');
    expect(await credentialOf(pair.accessKeyId)).toBeUndefined();
  });

  it.each(['nobody', '', 'x'.repeat(129), 'x'.repeat(5000), 'STS.nobody', 'ä', 'a\0b'])('of %j is none', async (accessKeyId) => {
    expect(await credentialOf(accessKeyId)).toBeUndefined();
  });
});

describe('the policies of a caller', () => {
  const managed = (name: string) => ({ managed: name });
  const document = (action: string) => ({ document: policyText(action) });

  it('are own ones, those of groups and managed ones, each under a name that says where it is', async () => {
    const { ram, identities } = services;
    await ram.policies.put('own', { document: policyText('oss:GetObject') });
    await ram.groups.put('ops', { policies: [document('oss:PutObject'), managed('own')] });
    await ram.users.put('alice', {
      policies: [document('oss:ListBuckets'), managed('AliyunOSSFullAccess'), document('oss:PutBucket'), managed('own')],
      groups: ['ops'],
    });
    await ram.accessKeys.create('alice', pair);
    const session = openSession();
    const { id } = (await ram.users.find('alice')) ?? expect.fail('no user');
    await identities.credentialOf(session, pair.accessKeyId, undefined);
    const policies = await identities.policiesOf(session, { kind: 'user', id, name: 'alice' });
    expect(names(policies).toSorted()).toEqual([
      'group ops: inline 1',
      'group ops: own',
      'user alice: AliyunOSSFullAccess',
      'user alice: inline 1',
      'user alice: inline 2',
      'user alice: own',
    ]);
    const actions = policies.map(({ statements }) => statements.flatMap((statement) => statement.actions).join());
    expect(actions.toSorted()).toEqual(['oss:*', 'oss:GetObject', 'oss:GetObject', 'oss:ListBuckets', 'oss:PutBucket', 'oss:PutObject']);
    expect(await identities.policiesOf(openSession(), { kind: 'user', id, name: 'alice' })).toEqual(policies);
  });

  it('are those of now, whichever process changed them', async () => {
    const { ram, identities } = services;
    const { id, name } = await ram.users.put('alice', { policies: [document('oss:GetObject')] });
    const caller: Caller = { kind: 'user', id, name };
    expect(names(await identities.policiesOf(openSession(), caller))).toEqual(['user alice: inline 1']);
    const other = (await openDomainProcess(store)).services;
    await other.ram.users.put('alice', { policies: [managed('AdministratorAccess')] });
    expect(names(await identities.policiesOf(openSession(), caller))).toEqual(['user alice: AdministratorAccess']);
  });

  it('are none for the account, for anonymous callers, and for users that are gone or were made again', async () => {
    const { ram, identities } = services;
    const { id, name } = await ram.users.put('alice', { policies: [managed('AdministratorAccess')] });
    expect(await identities.policiesOf(openSession(), { kind: 'root' })).toEqual([]);
    expect(await identities.policiesOf(openSession(), { kind: 'anonymous' })).toEqual([]);
    await ram.users.remove('alice');
    expect(await identities.policiesOf(openSession(), { kind: 'user', id, name })).toEqual([]);
    await ram.users.put('alice', { policies: [managed('AdministratorAccess')] });
    expect(await identities.policiesOf(openSession(), { kind: 'user', id, name })).toEqual([]);
  });

  it.each([
    ['AdministratorAccess', 'kms:Decrypt', 'Allow'],
    ['AliyunOSSFullAccess', 'oss:DeleteBucket', 'Allow'],
    ['AliyunOSSFullAccess', 'kms:Decrypt', 'Deny'],
    ['AliyunOSSReadOnlyAccess', 'oss:GetObject', 'Allow'],
    ['AliyunOSSReadOnlyAccess', 'oss:ListObjects', 'Allow'],
    ['AliyunOSSReadOnlyAccess', 'oss:PutObject', 'Deny'],
    ['AliyunKMSFullAccess', 'kms:Decrypt', 'Allow'],
    ['AliyunSTSAssumeRoleAccess', 'sts:AssumeRole', 'Allow'],
  ])('of the system: %s and %s, %s', async (policy, action, effect) => {
    const { ram, identities, accountId } = services;
    const { id, name } = await ram.users.put('alice', { policies: [managed(policy)] });
    const caller: Caller = { kind: 'user', id, name };
    const identityPolicies = await identities.policiesOf(openSession(), caller);
    const facts = { caller, accountId, identityPolicies, publicAccessBlocked: false };
    expect(authorize(facts, { action, resources: ['acs:oss:oss-cn-hangzhou:1:b/k'], context: {} }).effect).toBe(effect);
  });
});

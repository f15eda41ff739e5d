import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { accessKeys, type AccessKeys } from '../../../src/domain/access-keys.ts';
import { openSession } from '../../../src/domain/bucket-key.ts';
import type { Ram } from '../../../src/domain/ram/ram.ts';
import { openDomainProcess, random } from '../../support/domain-process.ts';

const pair = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
let ram: Ram;
let access: AccessKeys;
let credentialOf: (accessKeyId: string) => Promise<unknown>;
let at: number;

beforeEach(async () => {
  const store = memoryStore();
  at = 1000;
  const { services, keys } = await openDomainProcess(store, { now: () => (at += 1) });
  ({ ram } = services);
  credentialOf = (accessKeyId) => services.identities.credentialOf(openSession(), accessKeyId, undefined);
  access = accessKeys({ store, keys, random });
  for (const name of ['alice', 'bob']) await ram.users.put(name, {});
});

describe('access keys of a user', () => {
  it('are made, listed oldest first, and removed', async () => {
    const made = await ram.accessKeys.create('alice');
    expect(made).toMatchObject({ accessKeyId: expect.stringMatching(/^LTAI[0-9a-f]{20}$/), user: 'alice', status: 'Active' });
    expect(made.accessKeySecret).toMatch(/^[\w-]{30}$/);
    const given = await ram.accessKeys.create('alice', pair);
    expect(await ram.accessKeys.listOf('alice')).toEqual([made, given]);
    expect(await ram.accessKeys.listOf('bob')).toEqual([]);
    await ram.accessKeys.remove(made.accessKeyId);
    expect(await ram.accessKeys.listOf('alice')).toEqual([given]);
    expect(await ram.accessKeys.find(made.accessKeyId)).toBeUndefined();
  });

  it('stay when the user is put again, and go with the user', async () => {
    await ram.accessKeys.create('alice', pair);
    await ram.users.put('alice', { policies: [{ managed: 'AdministratorAccess' }] });
    expect(await ram.accessKeys.listOf('alice')).toHaveLength(1);
    await ram.users.remove('alice');
    await ram.users.put('alice', {});
    expect(await ram.accessKeys.find(pair.accessKeyId)).toBeUndefined();
    expect(await ram.accessKeys.listOf('alice')).toEqual([]);
  });

  it('take a secret once more, and are active then', async () => {
    const { createdAt } = await ram.accessKeys.create('alice', pair);
    expect(await ram.accessKeys.setStatus(pair.accessKeyId, 'Inactive')).toMatchObject({ ...pair, status: 'Inactive' });
    expect(await ram.accessKeys.find(pair.accessKeyId)).toMatchObject({ status: 'Inactive' });
    const other = { ...pair, accessKeySecret: 'another-secret' };
    expect(await ram.accessKeys.create('alice', other)).toEqual({ ...other, user: 'alice', status: 'Active', createdAt });
    expect(await ram.accessKeys.listOf('alice')).toHaveLength(1);
    expect(await ram.accessKeys.find(pair.accessKeyId)).toMatchObject({ ...other, status: 'Active' });
  });

  it('are no other user’s, and not the root pair', async () => {
    await ram.accessKeys.create('alice', pair);
    await expect(ram.accessKeys.create('bob', pair)).rejects.toMatchObject({ code: 'EntityAlreadyExists.User.AccessKey' });
    const root = await access.root(undefined);
    const { accessKeyId } = root;
    await expect(ram.accessKeys.create('bob', root)).rejects.toMatchObject({ code: 'EntityAlreadyExists.User.AccessKey' });
    await expect(ram.accessKeys.setStatus(accessKeyId, 'Inactive')).rejects.toMatchObject({ code: 'EntityNotExist.User.AccessKey' });
    await expect(ram.accessKeys.remove(accessKeyId)).rejects.toMatchObject({ code: 'EntityNotExist.User.AccessKey' });
    expect(await ram.accessKeys.find(accessKeyId)).toBeUndefined();
    expect(await credentialOf(accessKeyId)).toEqual({ accessKeySecret: root.accessKeySecret, caller: { kind: 'root' } });
  });

  it('do not make room for a root pair, and are none', async () => {
    await ram.accessKeys.create('alice', pair);
    await expect(access.root({ ...pair, accessKeySecret: 'root-secret' })).rejects.toMatchObject({ code: 'configuration' });
    expect(await credentialOf(pair.accessKeyId)).toMatchObject({ caller: { kind: 'user' } });
    expect(await ram.accessKeys.find(pair.accessKeyId)).toMatchObject(pair);
  });

  it('are 20 at most', async () => {
    for (let count = 0; count < 20; count += 1) await ram.accessKeys.create('alice');
    await expect(ram.accessKeys.create('alice')).rejects.toMatchObject({ code: 'LimitExceeded.User.AccessKey', status: 409 });
  });

  it('are of users who are there', async () => {
    await expect(ram.accessKeys.create('carol')).rejects.toMatchObject({ code: 'EntityNotExist.User' });
    await expect(ram.accessKeys.listOf('x'.repeat(5000))).rejects.toMatchObject({ code: 'EntityNotExist.User' });
    await expect(ram.accessKeys.remove('nobody')).rejects.toMatchObject({ code: 'EntityNotExist.User.AccessKey' });
  });

  it.each([
    { ...pair, accessKeyId: 'STS.abcdefgh' },
    { ...pair, accessKeyId: 'a b' },
    { ...pair, accessKeyId: 'x'.repeat(129) },
    { ...pair, accessKeySecret: 'not allowed' },
    { ...pair, accessKeySecret: '' },
  ])('are refused as %j, and the secret is not told', async (wrong) => {
    const create = async () => ram.accessKeys.create('alice', wrong);
    const error: unknown = await create().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'InvalidParameter' });
    if (wrong.accessKeySecret !== '') expect(String(error)).not.toContain(wrong.accessKeySecret);
  });
});

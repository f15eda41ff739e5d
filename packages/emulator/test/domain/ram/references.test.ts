import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import type { Ram } from '../../../src/domain/ram/ram.ts';
import { openDomainProcess } from '../../support/domain-process.ts';
import { policyText } from './statements.ts';

let ram: Ram;
beforeEach(async () => {
  ({ ram } = (await openDomainProcess(memoryStore())).services);
});

describe('a user', () => {
  it('has an id of 18 digits for life, and another when it is made again', async () => {
    const { id } = await ram.users.put('alice@example.com', {});
    expect(id).toMatch(/^2\d{17}$/);
    expect((await ram.users.put('alice@example.com', { policies: [{ managed: 'AdministratorAccess' }] })).id).toBe(id);
    await ram.users.remove('alice@example.com');
    expect((await ram.users.put('alice@example.com', {})).id).not.toBe(id);
  });

  it('takes an id that is given, which nobody else has', async () => {
    const id = '234567890123456789';
    expect((await ram.users.put('alice', { id })).id).toBe(id);
    expect((await ram.users.put('alice', { id })).id).toBe(id);
    await expect(ram.users.put('bob', { id })).rejects.toMatchObject({ code: 'EntityAlreadyExists.User' });
    await expect(ram.users.put('alice', { id: '234567890123456780' })).rejects.toMatchObject({ code: 'InvalidParameter' });
    await ram.users.remove('alice');
    expect((await ram.users.put('bob', { id })).id).toBe(id);
  });

  it.each(['1', '334567890123456789', '2345678901234567890', ''])('has no id %j', async (id) => {
    await expect(ram.users.put('alice', { id })).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  it('is in groups that are there, which stay as long as it is', async () => {
    await expect(ram.users.put('alice', { groups: ['ops'] })).rejects.toMatchObject({ code: 'EntityNotExist.Group' });
    await ram.groups.put('ops', {});
    await ram.users.put('alice', { groups: ['ops'] });
    await expect(ram.groups.remove('ops')).rejects.toMatchObject({ code: 'DeleteConflict.Group.User', status: 409 });
    await ram.users.put('alice', {});
    await ram.groups.remove('ops');
  });

  it('that goes leaves its groups', async () => {
    await ram.groups.put('ops', {});
    await ram.users.put('alice', { groups: ['ops'] });
    await ram.users.remove('alice');
    await ram.groups.remove('ops');
    expect(await ram.groups.list()).toEqual([]);
  });

  it('is in each group once, and in 20 at most', async () => {
    await ram.groups.put('ops', {});
    await expect(ram.users.put('alice', { groups: ['ops', 'ops'] })).rejects.toMatchObject({ code: 'InvalidParameter' });
    const groups = Array.from({ length: 21 }, (_, index) => `g${index}`);
    await expect(ram.users.put('alice', { groups })).rejects.toMatchObject({ code: 'InvalidParameter' });
  });
});

describe('a managed policy', () => {
  const holders = {
    users: (policies: readonly { managed: string }[]) => ram.users.put('holder', { policies }),
    groups: (policies: readonly { managed: string }[]) => ram.groups.put('holder', { policies }),
    roles: (policies: readonly { managed: string }[]) => ram.roles.put('holder', { trust: { users: [] }, policies }),
  } as const;

  it.each(Object.keys(holders) as (keyof typeof holders)[])('stays while one of the %s has it', async (kind) => {
    const attach = holders[kind];
    await expect(attach([{ managed: 'own' }])).rejects.toMatchObject({ code: 'EntityNotExist.Policy' });
    await ram.policies.put('own', { document: policyText('oss:*') });
    for (const release of [() => attach([]), () => ram[kind].remove('holder')]) {
      await attach([{ managed: 'own' }, { managed: 'AliyunKMSFullAccess' }]);
      await expect(ram.policies.remove('own')).rejects.toMatchObject({ code: 'DeleteConflict.Policy.Attachment' });
      await ram.policies.put('own', { document: policyText('kms:*') });
      await release();
    }
    await ram.policies.remove('own');
  });

  it('of the system is not changed, and is not stored', async () => {
    await expect(ram.policies.put('AliyunOSSFullAccess', { document: policyText('*') })).rejects.toMatchObject({
      code: 'InvalidParameter',
    });
    await expect(ram.policies.remove('AliyunOSSFullAccess')).rejects.toMatchObject({ code: 'EntityNotExist.Policy' });
    expect(await ram.policies.list()).toEqual([]);
  });
});

describe('a policy that is none', () => {
  const malformed = '{"Version":"1","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}';
  const error = { code: 'MalformedPolicyDocument', message: expect.stringContaining('Statement[0].Effect') };

  it.each([
    ['user', () => ram.users.put('a', { policies: [{ document: malformed }] })],
    ['group', () => ram.groups.put('a', { policies: [{ document: malformed }] })],
    ['role', () => ram.roles.put('a', { trust: { users: [] }, policies: [{ document: malformed }] })],
    ['managed policy', () => ram.policies.put('a', { document: malformed })],
  ])('is refused with its place (%s)', async (_kind, put) => {
    await expect(put()).rejects.toMatchObject(error);
  });
});

it.each([3599, 43_201, 3600.5, NaN])('refuses roles whose sessions last %d seconds', async (maxSessionSeconds) => {
  await expect(ram.roles.put('a', { trust: { users: [] }, maxSessionSeconds })).rejects.toMatchObject({ code: 'InvalidParameter' });
});

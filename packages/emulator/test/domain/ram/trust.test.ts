import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import type { Ram } from '../../../src/domain/ram/ram.ts';
import { openDomainProcess } from '../../support/domain-process.ts';

let ram: Ram;
beforeEach(async () => {
  ({ ram } = (await openDomainProcess(memoryStore())).services);
  for (const name of ['alice', 'bob']) await ram.users.put(name, {});
});

const trusted = async (role: string) => (await ram.roles.find(role))?.trust;

describe('users that a role trusts', () => {
  it('are there', async () => {
    await expect(ram.roles.put('reader', { trust: { users: ['carol'] } })).rejects.toMatchObject({ code: 'EntityNotExist.User' });
    await expect(ram.roles.put('reader', { trust: { users: ['a\0b'] } })).rejects.toMatchObject({ code: 'InvalidParameter' });
    await ram.roles.put('reader', { trust: { users: ['alice'] } });
    expect(await trusted('reader')).toEqual({ users: ['alice'] });
  });

  it('are trusted until they go: another one of the same name is not', async () => {
    for (const role of ['a', 'b']) await ram.roles.put(role, { trust: { users: ['alice', 'bob'] } });
    const { id } = (await ram.roles.find('a')) ?? expect.fail('no role');
    await ram.users.remove('alice');
    await ram.users.put('alice', {});
    for (const role of ['a', 'b']) expect(await trusted(role)).toEqual({ users: ['bob'] });
    expect((await ram.roles.find('a'))?.id).toBe(id);
    await ram.roles.put('a', { trust: { users: ['alice'] } });
    await ram.users.remove('alice');
    expect(await trusted('a')).toEqual({ users: [] });
  });

  it('go however many roles trust them, and with what belongs to them', async () => {
    const pair = await ram.accessKeys.create('alice');
    const roles = Array.from({ length: 205 }, (_, index) => `r${index}`);
    for (const role of roles) await ram.roles.put(role, { trust: { users: ['alice'] } });
    await ram.users.remove('alice');
    expect(await ram.users.find('alice')).toBeUndefined();
    expect(await ram.accessKeys.find(pair.accessKeyId)).toBeUndefined();
    for (const role of roles) expect(await trusted(role)).toEqual({ users: [] });
  });

  it('go after a role that trusted them went', async () => {
    await ram.roles.put('reader', { trust: { users: ['alice'] } });
    await ram.roles.remove('reader');
    await ram.roles.put('reader', { trust: { users: ['bob'] } });
    await ram.users.remove('alice');
    expect(await trusted('reader')).toEqual({ users: ['bob'] });
  });
});

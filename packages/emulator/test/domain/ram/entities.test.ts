import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import type { Ram } from '../../../src/domain/ram/ram.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { openDomainProcess } from '../../support/domain-process.ts';
import { policyText } from './statements.ts';

let store: OrderedStore;
let ram: Ram;
let at: number;

beforeEach(async () => {
  store = memoryStore();
  at = 1000;
  ({ ram } = (await openDomainProcess(store, { now: () => at })).services);
});

const everything = { gte: Uint8Array.of(0), lt: Uint8Array.of(0xff), limit: 1000 };
const rowsNow = async () => (await store.range(everything)).map(({ key, version }) => [Buffer.from(key).toString('latin1'), version]);

/** Every kind, with inputs of which the second is another. */
const kinds = {
  users: [{ policies: [{ document: policyText('oss:*') }] }, {}],
  groups: [{ policies: [{ managed: 'AliyunOSSFullAccess' }] }, {}],
  policies: [{ document: policyText('oss:*') }, { document: policyText('kms:*') }],
  roles: [{ trust: { users: [] }, maxSessionSeconds: 7200 }, { trust: { users: [] } }],
} as const;

const missing = { users: 'User', groups: 'Group', policies: 'Policy', roles: 'Role' } as const;

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', (kind) => {
  const [one, other] = kinds[kind];
  const put = (name: string, input: object = one) => (ram[kind].put as (name: string, input: object) => Promise<object>)(name, input);

  it('are made, found, listed by name, replaced and removed', async () => {
    for (const name of ['b', 'a']) expect(await put(name)).toMatchObject({ name, createdAt: 1000 });
    at = 2000;
    const replaced = await put('a', other);
    expect(replaced).toMatchObject({ name: 'a', createdAt: 1000 });
    expect(replaced).not.toMatchObject(one);
    expect(await ram[kind].find('a')).toEqual(replaced);
    expect((await ram[kind].list()).map(({ name }) => name)).toEqual(['a', 'b']);
    await ram[kind].remove('a');
    expect(await ram[kind].find('a')).toBeUndefined();
    expect((await ram[kind].list()).map(({ name }) => name)).toEqual(['b']);
  });

  it('leave nothing behind', async () => {
    const before = await rowsNow();
    await put('a');
    await ram[kind].remove('a');
    expect((await rowsNow()).map(([key]) => key)).toEqual(before.map(([key]) => key));
  });

  it('are not changed by the same input', async () => {
    const made = await put('a');
    const before = await rowsNow();
    at = 2000;
    expect(await put('a')).toEqual(made);
    expect(await rowsNow()).toEqual(before);
  });

  it.each(['', 'a b', 'a/b', 'ä', 'a\0', 'x'.repeat(65), 'x'.repeat(5000)])('are none under the name %j', async (name) => {
    await expect(put(name)).rejects.toMatchObject({ code: 'InvalidParameter', status: 400 });
    expect(await ram[kind].find(name)).toBeUndefined();
    await expect(ram[kind].remove(name)).rejects.toMatchObject({ code: `EntityNotExist.${missing[kind]}` });
  });

  it('are not removed twice', async () => {
    await put('a');
    await ram[kind].remove('a');
    await expect(ram[kind].remove('a')).rejects.toMatchObject({ code: `EntityNotExist.${missing[kind]}`, status: 404 });
  });
});

it('lists more than one page', async () => {
  const names = Array.from({ length: 205 }, (_, index) => `g${String(index).padStart(3, '0')}`);
  for (const name of names) await ram.groups.put(name, {});
  expect((await ram.groups.list()).map(({ name }) => name)).toEqual(names);
});

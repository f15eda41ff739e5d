import { expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { account } from '../../../src/domain/ram/account.ts';
import { keyspace } from '../../../src/domain/keyspace.ts';
import { openDomainProcess } from '../../support/domain-process.ts';

it('has an id that is kept once it is set, and an id of its own before', async () => {
  const store = memoryStore();
  const own = account({ store, keys: (await openDomainProcess(store)).keys });
  expect(await own.accountId()).toBe('1000000000000001');
  await own.setAccountId('1000000000000001');
  expect(await store.get(keyspace.account())).toBeUndefined();
  await own.setAccountId('1234567890123456');
  const set = await store.get(keyspace.account());
  await own.setAccountId('1234567890123456');
  expect(await store.get(keyspace.account())).toEqual(set);
  expect(await account({ store, keys: (await openDomainProcess(store)).keys }).accountId()).toBe('1234567890123456');
});

it.each(['', '123456789012345', '12345678901234567', '12345678901234x6'])('has no id %j', async (id) => {
  const store = memoryStore();
  const own = account({ store, keys: (await openDomainProcess(store)).keys });
  await expect(own.setAccountId(id)).rejects.toMatchObject({ code: 'InvalidParameter' });
  expect(await own.accountId()).toBe('1000000000000001');
});

import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { accessKeys, type AccessKeys } from '../../src/domain/access-keys.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { KeyHierarchy } from '../../src/domain/key-hierarchy.ts';
import { keyspace, systemScope } from '../../src/domain/keyspace.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { openDomainProcess, random } from '../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../support/stepped-store.ts';

const mine = { accessKeyId: 'mine', accessKeySecret: 'my-own-secret' };

let store: OrderedStore;
let keys: KeyHierarchy;
let access: AccessKeys;

/** The access keys of a process that starts anew. */
async function restarted(): Promise<AccessKeys> {
  ({ keys } = await openDomainProcess(store));
  return accessKeys({ store, keys, random });
}

async function credentialOf(accessKeyId: string): Promise<unknown> {
  const { identities } = (await openDomainProcess(store)).services;
  return identities.credentialOf(openSession(), accessKeyId, undefined);
}

beforeEach(async () => {
  store = memoryStore();
  access = await restarted();
});

describe('the root pair', () => {
  it('is generated once, and known as generated from then on', async () => {
    const pair = await access.root(undefined);
    expect(pair).toEqual({ accessKeyId: expect.stringMatching(/^LTAI/), accessKeySecret: expect.any(String), origin: 'generated' });
    expect(await (await restarted()).root(undefined)).toEqual(pair);
    expect(await credentialOf(pair.accessKeyId)).toEqual({ accessKeySecret: pair.accessKeySecret, caller: { kind: 'root' } });
  });

  it('that was given stays known as given', async () => {
    const former = await access.root(undefined);
    expect(await access.root(mine)).toEqual({ ...mine, origin: 'given' });
    expect(await (await restarted()).root(undefined)).toEqual({ ...mine, origin: 'given' });
    expect(await credentialOf(former.accessKeyId)).toBeUndefined();
  });

  it('that was generated and is given is given from then on', async () => {
    const { accessKeyId, accessKeySecret } = await access.root(undefined);
    expect(await access.root({ accessKeyId, accessKeySecret })).toEqual({ accessKeyId, accessKeySecret, origin: 'given' });
    expect(await (await restarted()).root(undefined)).toEqual({ accessKeyId, accessKeySecret, origin: 'given' });
  });

  it('that is given again changes nothing', async () => {
    await access.root(mine);
    const before = await store.get(keyspace.rootAccessKey());
    await (await restarted()).root(mine);
    expect(await store.get(keyspace.rootAccessKey())).toEqual(before);
  });

  it.each([{}, { origin: 'elsewhere' }])('counts as given when its row says %j', async (origin) => {
    await access.root(mine);
    const pointer = keyspace.rootAccessKey();
    const system = await keys.liveKeys.local(openSession(), systemScope, 1);
    await store.commit({ sets: [{ key: pointer, value: keys.rows.seal(system, pointer, { accessKeyId: mine.accessKeyId, ...origin }) }] });
    expect(await (await restarted()).root(undefined)).toEqual({ ...mine, origin: 'given' });
  });

  it('that is gone leaves a user’s alone who got the id', async () => {
    await access.root(mine);
    await store.commit({ deletes: [keyspace.accessKey(mine.accessKeyId)] });
    const { ram } = (await openDomainProcess(store)).services;
    await ram.users.put('alice', {});
    await ram.accessKeys.create('alice', mine);
    await expect((await restarted()).root(undefined)).rejects.toMatchObject({ code: 'not-authentic' });
    await (await restarted()).root({ ...mine, accessKeyId: 'another' });
    expect(await credentialOf(mine.accessKeyId)).toMatchObject({ caller: { kind: 'user' } });
    expect(await credentialOf('another')).toMatchObject({ caller: { kind: 'root' } });
  });

  it('and a user’s that is made meanwhile under the same id are never one', async () => {
    const seen = new Set<string>();
    await atEveryStep(async (step) => {
      const shared = memoryStore();
      const { ram } = (await openDomainProcess(shared)).services;
      await ram.users.put('alice', {});
      let calls = -Infinity;
      const stepped = steppedStore(shared, async () => {
        calls += 1;
        if (calls === step) await ram.accessKeys.create('alice', mine).catch(() => undefined);
      });
      const process = await openDomainProcess(stepped);
      calls = 0;
      const root = await accessKeys({ store: stepped, keys: process.keys, random })
        .root(mine)
        .then(
          () => true,
          () => false,
        );
      const user = (await ram.users.find('alice'))?.accessKeyIds.length === 1;
      expect(user).not.toBe(root);
      expect(await process.services.identities.credentialOf(openSession(), mine.accessKeyId, undefined)).toMatchObject({
        caller: { kind: root ? 'root' : 'user' },
      });
      seen.add(root ? 'root' : 'user');
      return calls >= step ? 'done' : 'no such step';
    });
    expect([...seen].toSorted()).toEqual(['root', 'user']);
  });
});

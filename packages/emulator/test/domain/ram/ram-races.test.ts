import { RpcError } from '@sse/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import type { Ram } from '../../../src/domain/ram/ram.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { openDomainProcess } from '../../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../../support/stepped-store.ts';
import { policyText } from './statements.ts';

type Act = (ram: Ram) => Promise<unknown>;

const pair = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };

async function endOf(act: Act, ram: Ram): Promise<string> {
  try {
    await act(ram);
    return 'done';
  } catch (error) {
    if (error instanceof RpcError) return error.code;
    throw error;
  }
}

async function ramOver(store: OrderedStore): Promise<Ram> {
  return (await openDomainProcess(store)).services.ram;
}

/** Every outcome of `ours` with `theirs`, of another process, run at each of its calls to the store, and what `look` sees then. */
async function raced({ begin, ours, theirs, look }: { begin: Act; ours: Act; theirs: Act; look: Act }): Promise<unknown[]> {
  const seen = new Map<string, unknown>();
  await atEveryStep(async (step) => {
    const store = memoryStore();
    const other = await ramOver(store);
    await begin(other);
    let calls = -Infinity;
    let theirEnd: string | undefined;
    const own = await ramOver(
      steppedStore(store, async () => {
        calls += 1;
        if (calls === step) theirEnd = await endOf(theirs, other);
      }),
    );
    calls = 0;
    const ourEnd = await endOf(ours, own);
    if (theirEnd === undefined) return 'no such step';
    const outcome = { ours: ourEnd, theirs: theirEnd, found: await look(other) };
    seen.set(JSON.stringify(outcome), outcome);
    return 'done';
  });
  return [...seen.keys()].toSorted().map((key) => seen.get(key));
}

describe('at every step of one change, another one', () => {
  it('of the same user: the later one is what is there, and access keys stay', async () => {
    const outcomes = await raced({
      begin: (ram) => ram.users.put('alice', {}),
      ours: (ram) => ram.users.put('alice', { policies: [{ managed: 'AdministratorAccess' }] }),
      theirs: (ram) => ram.accessKeys.create('alice', pair),
      look: async (ram) => [await ram.users.find('alice'), await ram.accessKeys.find(pair.accessKeyId)],
    });
    expect(outcomes.length).toBeGreaterThan(0);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        ours: 'done',
        theirs: 'done',
        found: [{ policies: [{ managed: 'AdministratorAccess' }], accessKeyIds: [pair.accessKeyId] }, pair],
      });
  });

  it('that removes the user leaves no access key of nobody', async () => {
    const outcomes = await raced({
      begin: (ram) => ram.users.put('alice', {}),
      ours: (ram) => ram.accessKeys.create('alice', pair),
      theirs: (ram) => ram.users.remove('alice'),
      look: async (ram) => [await ram.users.find('alice'), await ram.accessKeys.find(pair.accessKeyId)],
    });
    expect(outcomes).toEqual([
      { ours: 'EntityNotExist.User', theirs: 'done', found: [undefined, undefined] },
      { ours: 'done', theirs: 'done', found: [undefined, undefined] },
    ]);
  });

  it('that changes the status of a key which goes brings it not back', async () => {
    const outcomes = await raced({
      begin: async (ram) => [await ram.users.put('alice', {}), await ram.accessKeys.create('alice', pair)],
      ours: (ram) => ram.accessKeys.setStatus(pair.accessKeyId, 'Inactive'),
      theirs: (ram) => ram.users.remove('alice'),
      look: (ram) => ram.accessKeys.find(pair.accessKeyId),
    });
    expect(outcomes).toEqual([
      { ours: 'EntityNotExist.User.AccessKey', theirs: 'done', found: undefined },
      { ours: 'done', theirs: 'done', found: undefined },
    ]);
  });

  it('that removes a group leaves nobody in it', async () => {
    const outcomes = await raced({
      begin: (ram) => ram.groups.put('ops', {}),
      ours: (ram) => ram.users.put('alice', { groups: ['ops'] }),
      theirs: (ram) => ram.groups.remove('ops'),
      look: async (ram) => [(await ram.users.find('alice'))?.groups, (await ram.groups.find('ops'))?.name],
    });
    expect(outcomes).toEqual([
      { ours: 'EntityNotExist.Group', theirs: 'done', found: [undefined, undefined] },
      { ours: 'done', theirs: 'DeleteConflict.Group.User', found: [['ops'], 'ops'] },
    ]);
  });

  it('that attaches a policy keeps it', async () => {
    const outcomes = await raced({
      begin: (ram) => ram.policies.put('own', { document: policyText('oss:*') }),
      ours: (ram) => ram.policies.remove('own'),
      theirs: (ram) => ram.groups.put('ops', { policies: [{ managed: 'own' }] }),
      look: async (ram) => [(await ram.policies.find('own'))?.name, (await ram.groups.find('ops'))?.policies],
    });
    expect(outcomes).toEqual([
      { ours: 'DeleteConflict.Policy.Attachment', theirs: 'done', found: ['own', [{ managed: 'own' }]] },
      { ours: 'done', theirs: 'EntityNotExist.Policy', found: [undefined, undefined] },
    ]);
  });

  it('that comes to trust a user who goes trusts nobody', async () => {
    const outcomes = await raced({
      begin: (ram) => ram.users.put('alice', {}),
      ours: (ram) => ram.users.remove('alice'),
      theirs: (ram) => ram.roles.put('reader', { trust: { users: ['alice'] } }),
      look: async (ram) => (await ram.roles.find('reader'))?.trust,
    });
    expect(outcomes).toEqual([
      { ours: 'done', theirs: 'EntityNotExist.User', found: undefined },
      { ours: 'done', theirs: 'done', found: { users: [] } },
    ]);
  });

  it('that takes the same id gets it alone', async () => {
    const id = '234567890123456789';
    const outcomes = await raced({
      begin: async () => undefined,
      ours: (ram) => ram.users.put('alice', { id }),
      theirs: (ram) => ram.users.put('bob', { id }),
      look: async (ram) => (await ram.users.list()).map(({ name }) => name),
    });
    expect(outcomes).toEqual([
      { ours: 'EntityAlreadyExists.User', theirs: 'done', found: ['bob'] },
      { ours: 'done', theirs: 'EntityAlreadyExists.User', found: ['alice'] },
    ]);
  });
});

describe('many changes at a time, of two processes', () => {
  let store: OrderedStore;
  let both: readonly Ram[];
  beforeEach(async () => {
    store = memoryStore();
    both = [await ramOver(store), await ramOver(store)];
  });

  it('lose nothing', async () => {
    await both[0]?.users.put('alice', {});
    await both[0]?.groups.put('ops', {});
    const ids = both.flatMap((ram, of) => Array.from({ length: 8 }, (_, index) => ({ ram, id: `key-${of}-${index}` })));
    await Promise.all(
      ids.map(async ({ ram, id }) => {
        await ram.accessKeys.create('alice', { accessKeyId: id, accessKeySecret: 'a-secret' });
        await ram.users.put(id, { groups: ['ops'] });
      }),
    );
    const kept = ids.map(({ id }) => id).toSorted();
    expect((await both[1]?.accessKeys.listOf('alice'))?.map(({ accessKeyId }) => accessKeyId).toSorted()).toEqual(kept);
    expect((await both[0]?.users.list())?.map(({ name }) => name)).toEqual(['alice', ...kept]);
  });
});

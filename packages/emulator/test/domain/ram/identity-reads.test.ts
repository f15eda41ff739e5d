import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { accessKeys } from '../../../src/domain/access-keys.ts';
import { openSession, type Session } from '../../../src/domain/bucket-key.ts';
import { readAhead } from '../../../src/domain/read-ahead.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { openDomainProcess, random, type DomainProcess } from '../../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../../support/stepped-store.ts';
import { policyText } from './statements.ts';

const pair = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
let store: OrderedStore;
let admin: DomainProcess;

beforeEach(async () => {
  store = memoryStore();
  admin = await openDomainProcess(store);
  const { ram } = admin.services;
  for (const name of ['first', 'second']) await ram.policies.put(name, { document: policyText('oss:GetObject') });
  for (const name of ['ops', 'dev']) await ram.groups.put(name, { policies: [{ managed: 'first' }, { managed: 'AliyunKMSFullAccess' }] });
  await ram.users.put('alice', { groups: ['ops', 'dev'], policies: [{ managed: 'first' }, { managed: 'second' }] });
  await ram.accessKeys.create('alice', pair);
});

/** Credential and policies, as a request asks for them. */
async function identify({ services }: DomainProcess, session: Session, id: string, token?: string): Promise<readonly string[]> {
  const { identities } = services;
  const credential = await identities.credentialOf(session, id, token);
  if (credential === undefined || typeof credential === 'string') return [String(credential)];
  return (await identities.policiesOf(session, credential.caller)).map(({ name }) => name);
}

describe('an identity that the process has seen before', () => {
  const requests = {
    'a user': () => Promise.resolve({ id: pair.accessKeyId, token: undefined, policies: 6 }),
    'a role': async () => {
      const { ram, tokens } = admin.services;
      const role = await ram.roles.put('reader', { trust: { users: [] }, policies: [{ managed: 'first' }, { managed: 'second' }] });
      const { accessKeyId: id, securityToken: token } = await tokens.issue({ role, sessionName: 'one', durationSeconds: 900 });
      return { id, token, policies: 2 };
    },
    'the account': async () => {
      const { accessKeyId: id } = await accessKeys({ store, keys: admin.keys, random }).root(undefined);
      return { id, token: undefined, policies: 0 };
    },
  } as const;

  it.each(Object.keys(requests) as (keyof typeof requests)[])('costs one read of the store: %s', async (who) => {
    const { id, token, policies } = await requests[who]();
    let calls = 0;
    const process = await openDomainProcess(steppedStore(store, () => void (calls += 1)));
    const ahead = readAhead(process.keys.rows, process.services.identities);
    const request = async (): Promise<readonly string[]> => {
      calls = 0;
      const session = openSession();
      await ahead(session, { accessKeyId: id, bucket: undefined, key: undefined, access: 'read' });
      return identify(process, session, id, token);
    };
    for (let count = 0; count < 3; count += 1) expect(await request()).toHaveLength(policies);
    expect(calls).toBe(1);
  });
});

describe('at every read of an identity, a change', () => {
  it.each([
    [
      'of groups: the former policies or the later ones',
      async ({ ram }) => {
        await ram.users.put('alice', { policies: [{ managed: 'second' }] });
        await ram.groups.remove('ops');
        await ram.groups.remove('dev');
        await ram.policies.remove('first');
      },
      ['user alice: second'],
    ],
    [
      'of the user: the former policies, or no such key',
      async ({ ram }) => {
        await ram.users.remove('alice');
        await ram.users.put('alice', { policies: [{ managed: 'AdministratorAccess' }] });
      },
      ['undefined'],
    ],
    [
      'of a group: the former policies or the later ones',
      async ({ ram }) => {
        for (const name of ['ops', 'dev']) await ram.groups.put(name, {});
        await ram.users.put('alice', { policies: [{ managed: 'second' }], groups: ['ops', 'dev'] });
        await ram.policies.remove('first');
      },
      ['user alice: second'],
    ],
  ] as const satisfies readonly (readonly [string, (services: DomainProcess['services']) => Promise<void>, readonly string[]])[])(
    '%s',
    async (_what, change, later) => {
      const before = await identify(admin, openSession(), pair.accessKeyId);
      const rows = await store.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(0xff), limit: 1000 });
      const seen = new Set<string>();
      await atEveryStep(async (step) => {
        const copy = memoryStore();
        await copy.commit({ sets: rows });
        const other = await openDomainProcess(copy);
        let calls = -Infinity;
        const process = await openDomainProcess(
          steppedStore(copy, async () => {
            calls += 1;
            if (calls === step) await change(other.services);
          }),
        );
        calls = 0;
        seen.add((await identify(process, openSession(), pair.accessKeyId)).join());
        return calls >= step ? 'done' : 'no such step';
      });
      expect([...seen].filter((names) => names !== later.join() && names !== before.join())).toEqual([]);
      expect(seen).toContain(before.join());
    },
  );
});

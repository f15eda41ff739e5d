import { Fault } from '@sse/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { openSession } from '../../../src/domain/bucket-key.ts';
import { keyspace, systemScope } from '../../../src/domain/keyspace.ts';
import type { Caller } from '@sse/core';
import type { OrderedStore, StoreKey } from '../../../src/ports/ordered-store.ts';
import { openDomainProcess, type DomainProcess } from '../../support/domain-process.ts';
import { tampering, type Tampering } from '../../support/tampering.ts';
import { policyText } from './statements.ts';

const pair = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
let store: OrderedStore;
let tampered: Tampering;
let process: DomainProcess;
let caller: Caller;

beforeEach(async () => {
  store = memoryStore();
  tampered = tampering(store, memoryBlobs());
  process = await openDomainProcess(tampered.store);
  const { ram } = process.services;
  await ram.policies.put('own', { document: policyText('oss:GetObject', 'Deny') });
  await ram.groups.put('ops', { policies: [{ managed: 'own' }] });
  const { id } = await ram.users.put('alice', { groups: ['ops'], policies: [{ managed: 'AdministratorAccess' }] });
  await ram.users.put('bob', {});
  await ram.accessKeys.create('alice', pair);
  caller = { kind: 'user', id, name: 'alice' };
});

const policies = () => process.services.identities.policiesOf(openSession(), caller);
const credential = () => process.services.identities.credentialOf(openSession(), pair.accessKeyId, undefined);

async function endOf(act: () => Promise<unknown>): Promise<unknown> {
  return act().then(
    (value) => value,
    (error: unknown) => error,
  );
}

const identityRows: readonly (readonly [string, StoreKey, () => Promise<unknown>])[] = [
  ['the access key', keyspace.accessKey(pair.accessKeyId), credential],
  ['the user', keyspace.user('alice'), credential],
  ['a group', keyspace.group('ops'), policies],
  ['a managed policy', keyspace.policy('own'), policies],
];

describe.each(identityRows)('the row of %s', (_what, key, act) => {
  it('with a bit flipped opens nothing, and tells no secret', async () => {
    const length = (await store.get(key))?.value.length ?? expect.fail('no row');
    for (let at = 0; at < length; at += 1) {
      tampered.flip = { name: Buffer.from(key).toString('hex'), at, bit: at & 7 };
      const error = await endOf(act);
      expect(error).toBeInstanceOf(Fault);
      expect(String(error)).not.toContain(pair.accessKeySecret);
    }
    tampered.flip = undefined;
    expect(await endOf(act)).not.toBeInstanceOf(Error);
  });

  it('with another row of its kind in its place opens nothing', async () => {
    const { ram } = process.services;
    await ram.accessKeys.create('bob', { accessKeyId: 'LTAIbob', accessKeySecret: 'bobs-secret' });
    await ram.groups.put('other', {});
    await ram.policies.put('other', { document: policyText('oss:GetObject') });
    const others = [keyspace.accessKey('LTAIbob'), keyspace.user('bob'), keyspace.group('other'), keyspace.policy('other')];
    for (const other of others) {
      const value = (await store.get(other))?.value ?? expect.fail('no row');
      await store.commit({ sets: [{ key, value }] });
      expect(await endOf(act)).toMatchObject({ code: 'not-authentic' });
    }
  });
});

describe('a row that is gone', () => {
  it.each([
    ['group', keyspace.group('ops')],
    ['managed policy', keyspace.policy('own')],
  ])('is damage, never a policy less: %s', async (_what, key) => {
    await store.commit({ deletes: [key] });
    expect(await endOf(policies)).toMatchObject({ code: 'not-authentic' });
  });

  it('of a user leaves no credential', async () => {
    await store.commit({ deletes: [keyspace.user('alice')] });
    expect(await credential()).toBeUndefined();
  });
});

it('a stored policy that is none lets nobody in', async () => {
  const key = keyspace.policy('own');
  const system = await process.keys.liveKeys.local(openSession(), systemScope);
  for (const document of ['{"Version":"2"}', '', '{}']) {
    await store.commit({ sets: [{ key, value: process.keys.rows.seal(system, key, { name: 'own', createdAt: 1, document }) }] });
    expect(await endOf(policies)).toMatchObject({ code: 'not-authentic' });
  }
});

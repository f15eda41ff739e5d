import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import type { KmsKeys } from '../../src/domain/kms/kms-keys.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { createBucket, openDomainProcess, putObject, readObject, type DomainProcess } from '../support/domain-process.ts';

const DAY = 86_400_000;
const plaintext = Buffer.from('plaintext');
const context = { a: 'b' };

let clock: number;
let store: OrderedStore;
let process: DomainProcess;
let keys: KmsKeys;
const open = (): Promise<DomainProcess> => openDomainProcess(store, { now: () => clock });
beforeEach(async () => {
  clock = 1_700_000_000_000;
  store = memoryStore();
  process = await open();
  keys = process.kms.kmsKeys;
});

const schedule = (keyId: string, days: number): Promise<unknown> =>
  keys.change(keyId, 'ScheduleKeyDeletion', () => ({ state: 'PendingDeletion', deleteAt: clock + days * DAY }));

describe('keys whose time has come', () => {
  it('are destroyed with their aliases and what is under them, not before', async () => {
    const { keyId } = await keys.create({});
    await keys.aliases.create('alias/doomed', keyId);
    await createBucket(process.services, 'doomed');
    const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': keyId };
    await putObject(process.services, { bucket: 'doomed', key: 'o', body: plaintext, headers });
    await schedule(keyId, 7);
    clock += 7 * DAY - 1;
    expect(await process.kms.runDueKeys()).toEqual({ destroyed: [], rotated: [], failures: [] });
    await keys.change(keyId, 'CancelKeyDeletion', () => ({ state: 'Enabled', deleteAt: undefined }));
    expect(await readObject(process.services, 'doomed', 'o')).toEqual(plaintext);
    await schedule(keyId, 7);
    clock += 7 * DAY;
    const elsewhere = await open();
    expect(await elsewhere.kms.runDueKeys()).toEqual({ destroyed: [keyId], rotated: [], failures: [] });
    expect([await keys.find(keyId), await keys.keyIds(), await keys.aliases.list()]).toEqual([undefined, [], []]);
    await expect(readObject(process.services, 'doomed', 'o')).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('are not destroyed once the deletion was cancelled, however late a round is', async () => {
    const { keyId } = await keys.create({});
    await schedule(keyId, 7);
    clock += 8 * DAY;
    await keys.change(keyId, 'CancelKeyDeletion', () => ({ state: 'Enabled', deleteAt: undefined }));
    expect((await process.kms.runDueKeys()).destroyed).toEqual([]);
  });

  it('are kept forever where the operator gave no time', async () => {
    const { keyId } = await process.kms.createKey();
    await process.kms.setKeyState(keyId, 'PendingDeletion');
    clock += 10_000 * DAY;
    expect(await process.kms.runDueKeys()).toEqual({ destroyed: [], rotated: [], failures: [] });
  });

  it('are rotated while they are enabled, by one of several processes, and open what was wrapped before', async () => {
    const { keyId, versions } = await keys.create({ rotationSeconds: 7 * 86_400 });
    const { ciphertext } = await keys.wrap({ keyId, plaintext, context });
    clock += 7 * DAY - 1;
    expect((await process.kms.runDueKeys()).rotated).toEqual([]);
    clock += 1;
    await keys.change(keyId, 'DisableKey', () => ({ state: 'Disabled' }));
    expect((await process.kms.runDueKeys()).rotated).toEqual([]);
    await keys.change(keyId, 'EnableKey', () => ({ state: 'Enabled' }));
    const others = await Promise.all([open(), open()]);
    const rounds = await Promise.all(others.map(({ kms }) => kms.runDueKeys()));
    expect(rounds.flatMap(({ rotated }) => rotated)).toEqual([keyId]);
    const found = await keys.find(keyId);
    expect(found?.versions.map(({ id, createdAt }) => [id, createdAt])).toEqual([
      [expect.not.stringMatching(versions[0].id), clock],
      [versions[0].id, clock - 7 * DAY],
    ]);
    expect(Buffer.from((await keys.unwrap({ ciphertext, context })).plaintext)).toEqual(plaintext);
  });
});

describe('aliases', () => {
  it('given by several processes at once name one key, whose row alone lists them', async () => {
    const names = ['alias/a', 'alias/b', 'alias/c'];
    const others = await Promise.all([open(), open(), open()]);
    const [first, second, third] = await Promise.all([keys.create({}), keys.create({}), keys.create({})]);
    const ids = [first.keyId, second.keyId, third.keyId];
    const change = fc.record({
      by: fc.nat(2),
      what: fc.constantFrom('create', 'update', 'delete'),
      alias: fc.constantFrom(...names),
      key: fc.nat(2),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 12 }), async (changes) => {
        await Promise.all(
          changes.map(async ({ by, what, alias, key }) => {
            const { aliases } = others[by]?.kms.kmsKeys ?? keys;
            const keyId = ids[key] ?? '';
            const done = what === 'delete' ? aliases.delete(alias) : aliases[what](alias, keyId);
            await done.catch((error: unknown) =>
              expect(error).toMatchObject({ code: what === 'create' ? 'AliasAlreadyExists' : 'Forbidden.AliasNotFound' }),
            );
          }),
        );
        const listed = await keys.aliases.list();
        const byAlias = await Promise.all(listed.map(async (alias) => `${alias} ${await keys.resolve(alias)}`));
        const found = await Promise.all(ids.map((keyId) => keys.find(keyId)));
        const byKey = found.flatMap((key) => key?.aliases.map((alias) => `${alias} ${key.keyId}`) ?? []);
        expect(byKey.toSorted()).toEqual(byAlias.toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it('are at most 100 of a key', async () => {
    const { keyId } = await keys.create({});
    for (let count = 0; count < 100; count += 1) await keys.aliases.create(`alias/${count}`, keyId);
    await expect(keys.aliases.create('alias/more', keyId)).rejects.toMatchObject({ code: 'Rejected.LimitExceeded' });
    await expect(keys.aliases.update('alias/1', keyId)).resolves.toBeUndefined();
  });

  it('made as the default one by several processes at once are one', async () => {
    const others = await Promise.all([open(), open(), open()]);
    const ids = await Promise.all(others.map(async ({ kms }) => (await kms.describeKey('')).keyId));
    expect(new Set(ids).size).toBe(1);
    expect(await keys.keyIds()).toEqual([ids[0]]);
  });
});

it('everything about keys is there after a restart', async () => {
  const traits = { description: 'd', tags: [['k', 'v']], rotationSeconds: 7 * 86_400 } as const;
  const { keyId } = await keys.create(traits);
  await keys.aliases.create('alias/kept', keyId);
  const { ciphertext } = await keys.wrap({ keyId, plaintext, context });
  await keys.addVersion(keyId);
  await schedule(keyId, 30);
  const before = await keys.find(keyId);
  const restarted = (await open()).kms.kmsKeys;
  expect(await restarted.find(await restarted.resolve('alias/kept'))).toEqual(before);
  expect(before).toMatchObject({ ...traits, state: 'PendingDeletion', deleteAt: clock + 30 * DAY, aliases: ['alias/kept'] });
  await expect(restarted.unwrap({ ciphertext, context })).rejects.toMatchObject({ code: 'PendingDeletion' });
  await restarted.change(keyId, 'CancelKeyDeletion', () => ({ state: 'Enabled', deleteAt: undefined }));
  expect(Buffer.from((await restarted.unwrap({ ciphertext, context })).plaintext)).toEqual(plaintext);
});

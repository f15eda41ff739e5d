import { acceptLifecycle, decodeXml, lifecycleConfiguration, OssError, type BucketName, type ObjectKey } from '@sse/core';
import { expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { formatVersionId, parseVersionId } from '../../src/domain/version-id.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { auditVersions, readVersion, tellVersions } from '../support/audit-versions.ts';
import { createBucket, openDomainProcess, putObject, type DomainProcess } from '../support/domain-process.ts';
import { atEveryStep, steppedStore } from '../support/stepped-store.ts';

const bucket = 'lifecycle';
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const put = ({ services }: DomainProcess, text: string): Promise<void> =>
  putObject(services, { bucket, key: 'a', body: Buffer.from(text), headers: {} });
const find = ({ services }: DomainProcess) => services.buckets.require(openSession(), bucket as BucketName);

async function setRule({ services, ...process }: DomainProcess, rule: string): Promise<void> {
  const text = `<LifecycleConfiguration><Rule><ID>r</ID><Prefix></Prefix><Status>Enabled</Status>${rule}</Rule></LifecycleConfiguration>`;
  const decoded = decodeXml(lifecycleConfiguration, Buffer.from(text));
  const accepted = decoded instanceof OssError ? decoded : acceptLifecycle(decoded, { allowOverlap: false, newId: () => 'r' });
  if (accepted instanceof OssError) throw accepted;
  await services.documents.update(openSession(), await find({ services, ...process }), 'lifecycle', () => accepted);
}

/** Runs a round of the rule over what `prepare` stored, days later, and `theirs` at each of its steps. */
async function duringRounds(
  rule: string,
  prepare: (process: DomainProcess) => Promise<unknown>,
  theirs: (process: DomainProcess, options: { store: OrderedStore; process: DomainProcess; bucket: string }) => Promise<unknown>,
  check: (told: readonly string[], happened: boolean) => void,
): Promise<void> {
  await atEveryStep(async (step) => {
    const [store, blobs] = [memoryStore(), memoryBlobs()];
    let clock = START;
    const open = (over: OrderedStore): Promise<DomainProcess> => openDomainProcess(over, { blobs, now: () => clock });
    const first = await open(store);
    await createBucket(first.services, bucket);
    await setRule(first, rule);
    await prepare(first);
    clock += 10 * DAY;
    let calls: number | undefined;
    let happened = false;
    const process = await open(
      steppedStore(store, async () => {
        if (calls === undefined || (calls += 1) !== step) return;
        happened = true;
        const other = await open(store);
        await theirs(other, { store, process: other, bucket });
      }),
    );
    calls = 0;
    const round = await process.services.applyLifecycle(new AbortController().signal);
    expect(round.failures).toEqual([]);
    const options = { store, process: await open(store), bucket };
    await auditVersions(options);
    check(await tellVersions(options, 'a', (id) => readVersion(options, 'a', id)), happened);
    return happened ? 'done' : 'no such step';
  });
}

it('a round never expires what was written while it ran', async () => {
  const rule = '<Expiration><Days>1</Days></Expiration>';
  await duringRounds(
    rule,
    (process) => put(process, 'old'),
    (process) => put(process, 'new'),
    (told, happened) => expect(told).toEqual(happened ? ['null:new'] : []),
  );
});

it('a round never removes an old version that became the current one while it ran', async () => {
  const rule = '<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>';
  let before: readonly string[] = ['nobody'];
  await duringRounds(
    rule,
    async (process) => {
      await put(process, 'old');
      await process.services.buckets.setVersioning(openSession(), bucket as BucketName, 'Enabled');
      await put(process, 'new');
    },
    async (process, options) => {
      before = await tellVersions(options, 'a', (id) => readVersion(options, 'a', id));
      const found = await process.services.objects.head(openSession(), await find(process), 'a' as ObjectKey);
      const ref = parseVersionId(formatVersionId(found?.value ?? expect.fail('no object')));
      if (ref instanceof OssError) throw ref;
      await process.services.objects.removeVersion(openSession(), await find(process), 'a' as ObjectKey, ref);
    },
    (told) => {
      const expected = { nobody: ['new'], new: [], 'new null:old': ['null:old'] }[before.join(' ')];
      expect(told).toEqual(expected);
      before = ['nobody'];
    },
  );
});

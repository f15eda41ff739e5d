import { isDeepStrictEqual } from 'node:util';
import { openSession } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import type { BucketDocuments } from '../domain/documents.ts';
import type { OptionalDocuments } from '../domain/optional-documents.ts';
import { joinPlans, type ConfigPlan, type ConfigTarget } from './config-plan.ts';
import type { DeclaredBucket } from './declared-config.ts';

type BucketTarget = Pick<ConfigTarget, 'buckets' | 'documents' | 'now'>;

/** Buckets with what is declared of them; a storage class is for life. */
export async function planBuckets(target: BucketTarget, declared: readonly DeclaredBucket[]): Promise<ConfigPlan> {
  const plans = declared.map(async (bucket, index): Promise<ConfigPlan> => {
    const path = ['buckets', index];
    const found = await target.buckets.find(openSession(), bucket.name);
    if (found !== undefined && bucket.storageClass !== undefined && bucket.storageClass !== found.storageClass) {
      const message = `expected ${found.storageClass}, which the bucket has for life, got "${bucket.storageClass}"`;
      return { faults: [{ path: [...path, 'storageClass'], message }], steps: [] };
    }
    return { faults: [], steps: [{ path, run: () => makeBucket(target, bucket) }] };
  });
  return joinPlans(await Promise.all(plans));
}

async function makeBucket(target: BucketTarget, declared: DeclaredBucket): Promise<void> {
  const { buckets, documents, now } = target;
  const { name, encryption: rule, storageClass = 'Standard', versioning } = declared;
  const access: Partial<BucketDocuments['acl']> = {
    ...(declared.acl === undefined ? {} : { grant: declared.acl }),
    ...(declared.policy === undefined ? {} : { policy: declared.policy }),
  };
  if ((await buckets.find(openSession(), name)) === undefined) {
    const record = { createdAt: now(), storageClass, dataRedundancyType: 'LRS' };
    await buckets.create(name, record, { encryption: rule === undefined ? {} : { rule }, acl: { grant: 'private', ...access } });
  }
  const bucket = await buckets.require(openSession(), name);
  if (versioning !== undefined && versioning !== bucket.versioning) await buckets.setVersioning(openSession(), name, versioning);
  await amend(documents, bucket, 'acl', (own) => ({ ...own, ...access }));
  await amend(documents, bucket, 'encryption', (own) => (rule === undefined ? own : { rule }));
  await update(documents, bucket, 'tagging', declared.tags);
  const block = declared.blockPublicAccess;
  await update(documents, bucket, 'publicAccessBlock', block === undefined ? undefined : { BlockPublicAccess: block });
}

async function amend<N extends keyof BucketDocuments>(
  documents: ConfigTarget['documents'],
  bucket: Bucket,
  name: N,
  change: (value: BucketDocuments[N]) => BucketDocuments[N],
): Promise<void> {
  const session = openSession();
  const own = await documents.read(session, bucket.id, name);
  if (!isDeepStrictEqual(own, change(own))) await documents.amend(session, bucket, name, change);
}

async function update<N extends keyof OptionalDocuments>(
  documents: ConfigTarget['documents'],
  bucket: Bucket,
  name: N,
  value: OptionalDocuments[N] | undefined,
): Promise<void> {
  const session = openSession();
  if (value === undefined || isDeepStrictEqual(await documents.find(session, bucket.id, name), value)) return;
  await documents.update(session, bucket, name, () => value);
}

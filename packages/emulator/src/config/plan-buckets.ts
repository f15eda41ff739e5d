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
  const { name, acl, encryption: rule, storageClass = 'Standard', versioning } = declared;
  const required: Partial<BucketDocuments> = {
    ...(rule === undefined ? {} : { encryption: { rule } }),
    ...(acl === undefined ? {} : { acl: { grant: acl } }),
  };
  if ((await buckets.find(openSession(), name)) === undefined) {
    const record = { createdAt: now(), storageClass, dataRedundancyType: 'LRS' };
    await buckets.create(name, record, { encryption: {}, acl: { grant: 'private' }, ...required });
  }
  const bucket = await buckets.require(openSession(), name);
  if (versioning !== undefined && versioning !== bucket.versioning) await buckets.setVersioning(openSession(), name, versioning);
  for (const document of ['encryption', 'acl'] as const) await write(documents, bucket, document, required[document]);
  const optional = optionalDocuments(declared);
  for (const document of ['policy', 'tagging', 'publicAccessBlock'] as const) await update(documents, bucket, document, optional[document]);
}

function optionalDocuments({ policy, tags, blockPublicAccess }: DeclaredBucket): Partial<OptionalDocuments> {
  return {
    ...(policy === undefined ? {} : { policy: { document: policy } }),
    ...(tags === undefined ? {} : { tagging: tags }),
    ...(blockPublicAccess === undefined ? {} : { publicAccessBlock: { BlockPublicAccess: blockPublicAccess } }),
  };
}

async function write<N extends keyof BucketDocuments>(
  documents: ConfigTarget['documents'],
  bucket: Bucket,
  name: N,
  value: BucketDocuments[N] | undefined,
): Promise<void> {
  const session = openSession();
  if (value === undefined || isDeepStrictEqual(await documents.read(session, bucket.id, name), value)) return;
  await documents.write(session, bucket, name, value);
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

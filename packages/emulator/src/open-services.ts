import { randomUUID } from 'node:crypto';
import { regionPool } from './adapters/file-blobs/region-pool.ts';
import { extentReader } from './body/read-extents.ts';
import { inlineReader } from './body/read-inline.ts';
import { createScratch } from './body/scratch.ts';
import { extentWriter } from './body/write-extent.ts';
import { blobIntents } from './domain/blob-rows.ts';
import { defaultKeyLimits } from './domain/bucket-key.ts';
import { accessFacts } from './domain/access-facts.ts';
import { amendObject } from './domain/amend-object.ts';
import { appendObject } from './domain/append-object.ts';
import { applyLifecycle } from './domain/apply-lifecycle.ts';
import { lifecycleCandidates } from './domain/lifecycle-candidates.ts';
import { bucketContents } from './domain/bucket-stat.ts';
import { buckets } from './domain/buckets.ts';
import { commitInBucket } from './domain/commit-in-bucket.ts';
import { dataKeys } from './domain/data-keys.ts';
import { documents } from './domain/documents.ts';
import type { KeyHierarchy } from './domain/key-hierarchy.ts';
import type { KmsKeys } from './domain/kms/kms-keys.ts';
import { defaultAccountId } from './domain/ram/account.ts';
import { identities } from './domain/ram/identities.ts';
import { openRam } from './domain/ram/open-ram.ts';
import { sessionTokens } from './domain/ram/session-tokens.ts';
import { listObjects } from './domain/list-objects.ts';
import { listVersions } from './domain/list-versions.ts';
import { objects } from './domain/objects.ts';
import { objectOpener } from './domain/open-object.ts';
import { completeUpload } from './domain/complete-upload.ts';
import { listParts, listUploads } from './domain/list-uploads.ts';
import { partsJob } from './domain/parts-job.ts';
import { publicAccess } from './domain/public-access.ts';
import { putObject } from './domain/put-object.ts';
import { putSymlink } from './domain/put-symlink.ts';
import { uploadPart } from './domain/upload-part.ts';
import { uploads } from './domain/uploads.ts';
import { objectHeaders } from './operations/read-object.ts';
import type { Services } from './operations/services.ts';
import type { BlobStore } from './ports/blob-store.ts';
import type { KeyService } from './ports/key-service.ts';
import type { OrderedStore } from './ports/ordered-store.ts';

/** Sealed bytes that readers hold at a time, in bytes. */
const readBudget = 16 << 20;

export interface ServicesOptions {
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
  readonly keys: KeyHierarchy;
  readonly kms: KeyService & { readonly kmsKeys: KmsKeys };
  readonly region: string;
  /** Absent: `defaultAccountId`. */
  readonly accountId?: string;
  /** Default false. */
  readonly requireEncryption?: boolean;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** See `ExtentWriterOptions`. */
  readonly inlineLimit?: number;
}

/** Puts together what operations stand on, once for each process. */
export function openServices(options: ServicesOptions): Services {
  const { store, blobs, keys, kms, region, accountId = defaultAccountId, requireEncryption = false, now, random, inlineLimit } = options;
  const scratch = createScratch();
  const runPartsJob = partsJob({ store, keys, now });
  const allBuckets = buckets({ store, keys, runPartsJob, random });
  const allObjects = objects({ store, keys, buckets: allBuckets, now, random });
  const commitIn = commitInBucket({ store, buckets: allBuckets });
  const bucketDocuments = documents({ rows: keys.rows, liveKeys: keys.liveKeys, commitIn });
  const tokens = sessionTokens({ keys, now, random });
  const whoAsks = identities({ rows: keys.rows, tokens });
  const blocks = publicAccess({ store, keys, documents: bucketDocuments });
  const objectKeys = dataKeys({ keys, buckets: allBuckets, kms, random });
  const claimBlob = blobIntents({ store, blobs, keys, owner: randomUUID(), now });
  const writeExtent = extentWriter({ blobs, claimBlob, scratch, random, inlineLimit });
  const allUploads = uploads({ store, keys, commitIn, dataKeys: objectKeys, now, random });
  const openObject = objectOpener({ dataKeys: objectKeys, now, cacheMs: defaultKeyLimits.cacheMs });
  const readExtents = extentReader({ blobs, regions: regionPool(readBudget), scratch });
  const versions = listVersions({ store, rows: keys.rows });
  const uploadsInProgress = listUploads({ store, rows: keys.rows });
  const candidates = lifecycleCandidates({
    objects: allObjects,
    uploads: allUploads,
    listVersions: versions,
    listUploads: uploadsInProgress,
    runPartsJob,
  });
  return {
    region,
    accountId,
    requireEncryption,
    now,
    ram: openRam({ store, keys, accountId, now, random }),
    identities: whoAsks,
    tokens,
    buckets: allBuckets,
    documents: bucketDocuments,
    publicAccess: blocks,
    accessFacts: accessFacts({ accountId, documents: bucketDocuments, identities: whoAsks, publicAccess: blocks }),
    kms,
    kmsKeys: kms.kmsKeys,
    objects: allObjects,
    openObject,
    objectHeaders: objectHeaders(),
    readInline: inlineReader(scratch),
    readExtents,
    putObject: putObject({ keys, objects: allObjects, dataKeys: objectKeys, writeExtent, now, random }),
    listObjects: listObjects({ store, rows: keys.rows }),
    listVersions: versions,
    amendObject: amendObject({ keys, commitIn, objects: allObjects }),
    putSymlink: putSymlink({ keys, objects: allObjects, now, random }),
    appendObject: appendObject({ keys, commitIn, objects: allObjects, dataKeys: objectKeys, openObject, readExtents, writeExtent, now }),
    uploads: allUploads,
    uploadPart: uploadPart({ store, keys, dataKeys: objectKeys, uploads: allUploads, writeExtent, now }),
    completeUpload: completeUpload({ store, keys, dataKeys: objectKeys, objects: allObjects, uploads: allUploads, now, random }),
    bucketContents: bucketContents({ store, rows: keys.rows }),
    listUploads: uploadsInProgress,
    listParts: listParts({ store, rows: keys.rows }),
    applyLifecycle: applyLifecycle({ buckets: allBuckets, documents: bucketDocuments, candidates, now }),
    runPartsJob,
  };
}

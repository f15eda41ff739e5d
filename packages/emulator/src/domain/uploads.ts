import { OssError, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { fromHex, toHex } from '@sse/core/primitives';
import type { Check, OrderedStore, Version } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { CommitInBucket } from './commit-in-bucket.ts';
import { uploadDekBinding, type DataKeys } from './data-keys.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace, systemScope, type UploadId } from './keyspace.ts';
import type { UploadRow } from './object-rows.ts';
import type { PartsJobRow } from './parts-job.ts';

/** An upload in parts as a request found it. `check` makes a commit fail when it has ended, or began to end, meanwhile. */
export interface Upload extends UploadRow {
  readonly id: UploadId;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  readonly version: Version;
  readonly check: Check;
}

/** What is fixed when an upload begins. */
interface UploadRequest extends Pick<UploadRow, 'headers' | 'contentType' | 'storageClass' | 'sequential' | 'tags' | 'acl'> {
  readonly session: Session;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  readonly decision: EncryptionDecision;
}

export interface Uploads {
  /** Rejects with `KeyServiceError` when the KMS key cannot be used, 404 `NoSuchBucket` when the bucket went. */
  begin(request: UploadRequest): Promise<Pick<Upload, 'id' | 'encryption'>>;
  /** The upload that `uploadId` names, or `undefined`. */
  find(session: Session, bucket: Bucket, key: ObjectKey, uploadId: string): Promise<Upload | undefined>;
  /** The upload that `uploadId` names; throws 404 `NoSuchUpload` when there is none, or none of this object. */
  require(session: Session, bucket: Bucket, key: ObjectKey, uploadId: string): Promise<Upload>;
  /** The upload as it is now, after a commit that lost; throws 404 `NoSuchUpload` when it has ended. */
  again(session: Session, upload: Upload): Promise<Upload>;
  /** Gives an upload another state; `undefined` when it is no longer as it was found. */
  setState(session: Session, upload: Upload, state: UploadRow['state']): Promise<Upload | undefined>;
  /** Ends an upload and leaves its parts to a job; throws 404 `NoSuchUpload` when it has ended or is being completed. */
  abort(session: Session, upload: Upload): Promise<void>;
}

export interface UploadsOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly dataKeys: DataKeys;
  readonly commitIn: CommitInBucket;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

export function uploads({ store, keys, dataKeys, commitIn, now, random }: UploadsOptions): Uploads {
  const { rows, liveKeys } = keys;

  async function find(session: Session, bucket: Bucket, key: ObjectKey, id: UploadId): Promise<Upload | undefined> {
    const rowKey = keyspace.upload(bucket.id, key, id);
    const stored = await rows.read<UploadRow>(session, { scope: bucket.id, key: rowKey });
    return stored && { ...stored.value, id, bucket, key, version: stored.version, check: { key: rowKey, version: stored.version } };
  }

  async function again(session: Session, { bucket, key, id }: Upload): Promise<Upload> {
    const upload = await find(session, bucket, key, id);
    if (upload === undefined) throw noSuchUpload(formatUploadId(id));
    return upload;
  }

  return {
    again,
    async find(session, bucket, key, uploadId) {
      const id = parseUploadId(uploadId);
      return id && find(session, bucket, key, id);
    },
    async begin({ session, bucket, key, decision, ...fixed }) {
      const id = random(16);
      const rowKey = keyspace.upload(bucket.id, key, id);
      const local = await liveKeys.local(session, bucket.id, decision.method === 'SSE-OSS' ? 2 : 1);
      const dataKey = await dataKeys.create(session, bucket, decision, uploadDekBinding(bucket.id, key, id), local);
      const encryption = dataKey?.encryption ?? ({ method: 'none' } as const);
      const row: UploadRow = { ...fixed, initiatedAt: now(), state: 'open', encryption, envelope: dataKey?.envelope };
      const sets = [{ key: rowKey, value: rows.seal(local, rowKey, row) }];
      await commitIn(session, bucket, { sets });
      return { id, encryption };
    },
    async require(session, bucket, key, uploadId) {
      const id = parseUploadId(uploadId);
      const upload = id && (await find(session, bucket, key, id));
      if (upload === undefined) throw noSuchUpload(uploadId);
      return upload;
    },
    async setState(session, upload, state) {
      const { id, bucket, key } = upload;
      const local = await liveKeys.local(session, bucket.id);
      const rowKey = keyspace.upload(bucket.id, key, id);
      const row = { ...rowOf(upload), state };
      const result = await store.commit({ checks: [upload.check], sets: [{ key: rowKey, value: rows.seal(local, rowKey, row) }] });
      if (!result.ok) return undefined;
      return { ...row, id, bucket, key, version: result.version, check: { key: rowKey, version: result.version } };
    },
    async abort(session, found) {
      const { bucket, key, id } = found;
      const jobKey = keyspace.partsJob(bucket.id, id);
      const system = await liveKeys.local(session, systemScope);
      const sets = [{ key: jobKey, value: rows.seal(system, jobKey, { used: new Uint8Array(0) } satisfies PartsJobRow) }];
      const deletes = [keyspace.upload(bucket.id, key, id)];
      for (let upload = found; ; upload = await again(session, upload)) {
        if (isCompleting(upload, now())) throw noSuchUpload(formatUploadId(id));
        if ((await store.commit({ checks: [upload.check], sets, deletes })).ok) return;
      }
    },
  };
}

/** The row of an upload without what is only in its key. */
export function rowOf(upload: Upload): UploadRow {
  const { initiatedAt, state, encryption, envelope, headers, contentType, storageClass, sequential, sequence, tags, acl } = upload;
  return { initiatedAt, state, encryption, envelope, headers, contentType, storageClass, sequential, sequence, tags, acl };
}

/** Whether somebody who may still be alive is completing the upload. */
export function isCompleting({ state }: UploadRow, now: number): boolean {
  return state !== 'open' && state.until > now;
}

/** An upload id as clients see it: 32 hex digits. */
export function formatUploadId(id: UploadId): string {
  return toHex(id).toUpperCase();
}

/** The upload id that clients name, or `undefined` when it is none that was given out. */
export function parseUploadId(text: string): UploadId | undefined {
  return /^[0-9A-F]{32}$/.test(text) ? fromHex(text) : undefined;
}

/** 404 `NoSuchUpload` (protocol reference §4.1). */
export function noSuchUpload(uploadId: string): OssError {
  return new OssError('NoSuchUpload', { details: { UploadId: uploadId } });
}

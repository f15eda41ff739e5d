import { OssError, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { encodeManifest, tagManifest } from '@sse/core/envelope';
import { toHex } from '@sse/core/primitives';
import type { PlainSource } from '../body/plain-source.ts';
import { BodyAborted } from '../body/request-body.ts';
import type { ExtentWriter, WrittenExtent } from '../body/write-extent.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { objectDekBinding, type DataKeys, type NewDataKey } from './data-keys.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import type { Amendable, ObjectBinding, ObjectBody, ObjectHead } from './object-rows.ts';
import { rowsOfObject, type Objects } from './objects.ts';

/** Judges the bytes of a write once they all came, before anything becomes visible; rejects with what is wrong with them. */
export type Acceptance = (written: { readonly md5: Uint8Array; readonly crc64: bigint }) => Promise<void>;

export interface PutRequest extends Amendable {
  readonly session: Session;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  readonly decision: EncryptionDecision;
  readonly source: PlainSource;
  readonly accept: Acceptance;
  readonly mayReplace: boolean;
  readonly type: 'Normal' | 'Appendable';
  readonly contentType: string;
  readonly storageClass: string;
  /** User metadata and content headers; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface PutObjectOptions {
  readonly keys: KeyHierarchy;
  readonly objects: Objects;
  readonly dataKeys: DataKeys;
  readonly writeExtent: ExtentWriter;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/**
 * Stores an object: data key, extent, one commit. Resolves when the object is durable and visible; on any error nothing is visible.
 * Throws what `accept` throws, 404 `NoSuchBucket`, `KeyServiceError`, and `BodyAborted` when the client went away.
 */
export function putObject({
  keys,
  objects,
  dataKeys,
  writeExtent,
  now,
  random,
}: PutObjectOptions): (request: PutRequest) => Promise<ObjectHead> {
  return async ({ session, bucket, key, decision, source, accept, mayReplace, type, contentType, storageClass, headers, tags, acl }) => {
    const binding: ObjectBinding = { bucketId: bucket.id, objectKey: key, versionId: random(16) };
    const local = await keys.liveKeys.local(session, bucket.id, decision.method === 'SSE-OSS' ? rowsOfObject + 1 : rowsOfObject);
    const dataKey = await dataKeys.create(session, bucket, decision, objectDekBinding(binding), local);
    const written = await writeExtent(source, dataKey && { dek: dataKey.dek, dataAlgorithm: dataKey.encryption.dataAlgorithm });
    try {
      const md5 = written.digests.md5();
      await accept({ md5, crc64: written.digests.crc64 });
      const head: Omit<ObjectHead, 'version'> = {
        versionId: binding.versionId,
        size: written.digests.length,
        etag: toHex(md5).toUpperCase(),
        crc64: written.digests.crc64,
        type,
        contentType,
        storageClass,
        modifiedAt: now(),
        encryption: dataKey?.encryption ?? { method: 'none' },
        blobs: written.extent.blobId === undefined ? 0 : 1,
      };
      return await objects.publish(session, bucket, key, {
        mayReplace,
        local,
        head,
        body: bodyRow(written, dataKey, binding, { headers, tags, acl }),
        release: written.release,
      });
    } catch (error) {
      // An error of ours was thrown before the commit or by its answer; any other may hide that it went through.
      await written.abandon(error instanceof OssError || error instanceof BodyAborted);
      throw error;
    }
  };
}

function bodyRow(
  { extent, digests }: WrittenExtent,
  dataKey: NewDataKey | undefined,
  binding: ObjectBinding,
  properties: Pick<ObjectBody, 'headers' | keyof Amendable>,
): ObjectBody {
  if (dataKey === undefined) return { ...properties, extents: [extent] };
  const manifest = encodeManifest({
    dataAlgorithm: dataKey.encryption.dataAlgorithm,
    crc64: digests.crc64,
    extents: [extent],
  });
  const manifestTag = tagManifest(dataKey.dek, binding, manifest);
  return { ...properties, extents: [extent], envelope: dataKey.envelope, manifest, manifestTag };
}

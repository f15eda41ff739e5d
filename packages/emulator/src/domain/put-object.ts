import { setImmediate } from 'node:timers/promises';
import { OssError, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { encodeManifest, tagManifest } from '@sse/core/envelope';
import { equalBytes, toHex } from '@sse/core/primitives';
import { BodyAborted, type RequestBody } from '../body/request-body.ts';
import type { ExtentWriter, WrittenExtent } from '../body/write-extent.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { DataKeys, NewDataKey } from './data-keys.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import type { ObjectBinding, ObjectBody, ObjectHead } from './object-rows.ts';
import { rowsOfObject, type Objects } from './objects.ts';

export interface PutRequest {
  readonly session: Session;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  readonly decision: EncryptionDecision;
  readonly body: RequestBody;
  /** MD5 that the body must have, 16 bytes; absent when the client named none. */
  readonly contentMd5: Uint8Array | undefined;
  /** CRC-64 that the body must have; absent when the client named none. */
  readonly crc64?: bigint | undefined;
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
 * Throws 400 `InvalidDigest` and `InvalidCRC64`, 404 `NoSuchBucket`, `KeyServiceError`, and `BodyAborted` when the client went away.
 */
export function putObject({
  keys,
  objects,
  dataKeys,
  writeExtent,
  now,
  random,
}: PutObjectOptions): (request: PutRequest) => Promise<ObjectHead> {
  return async ({ session, bucket, key, decision, body, contentMd5, crc64, contentType, storageClass, headers }) => {
    const binding: ObjectBinding = { bucketId: bucket.id, objectKey: key, versionId: random(16) };
    const local = await keys.liveKeys.local(session, bucket.id, decision.method === 'SSE-OSS' ? rowsOfObject + 1 : rowsOfObject);
    const dataKey = await dataKeys.create(session, bucket, decision, binding, local);
    const written = await writeExtent(body, dataKey && { dek: dataKey.dek, dataAlgorithm: dataKey.encryption.dataAlgorithm });
    try {
      const md5 = written.digests.md5();
      // A turn of the event loop, in which the parser meets what follows the body where it arrived together with it.
      await setImmediate();
      if (!body.alive) throw new BodyAborted('the connection broke with the end of the body');
      if (crc64 !== undefined && crc64 !== written.digests.crc64) throw new OssError('InvalidCRC64');
      if (contentMd5 !== undefined && !equalBytes(md5, contentMd5)) throw new OssError('InvalidDigest');
      const head: ObjectHead = {
        versionId: binding.versionId,
        size: written.digests.length,
        etag: toHex(md5).toUpperCase(),
        crc64: written.digests.crc64,
        type: 'Normal',
        contentType,
        storageClass,
        modifiedAt: now(),
        encryption: dataKey?.encryption ?? { method: 'none' },
        blobs: written.extent.blobId === undefined ? 0 : 1,
      };
      await objects.publish(session, bucket, key, {
        local,
        head,
        body: bodyRow(written, dataKey, binding, headers),
        release: written.release,
      });
      return head;
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
  headers: PutRequest['headers'],
): ObjectBody {
  if (dataKey === undefined) return { headers, extents: [extent] };
  const manifest = encodeManifest({
    dataAlgorithm: dataKey.encryption.dataAlgorithm,
    crc64: digests.crc64,
    extents: [extent],
  });
  const manifestTag = tagManifest(dataKey.dek, binding, manifest);
  return { headers, extents: [extent], envelope: dataKey.envelope, manifest, manifestTag };
}

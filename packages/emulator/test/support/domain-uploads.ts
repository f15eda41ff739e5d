import { readSseHeaders, resolveEncryption, type BucketName, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { bytesSource } from '../../src/body/plain-source.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { PartChoice } from '../../src/domain/complete-upload.ts';
import { formatUploadId } from '../../src/domain/uploads.ts';
import type { Services } from '../../src/operations/services.ts';

/** An upload in parts, by the names that clients know. */
export interface NamedUpload {
  readonly bucket: string;
  readonly key: string;
  /** As clients see it. */
  readonly id: string;
}

/** Begins an upload under the encryption that `headers` name. */
export async function beginUpload(
  { buckets, uploads }: Services,
  {
    bucket: name,
    key,
    headers,
    sequential = false,
  }: { bucket: string; key: string; headers: Readonly<Record<string, string>>; sequential?: boolean },
): Promise<NamedUpload> {
  const session = openSession();
  const bucket = await buckets.require(session, name as BucketName);
  const decision = resolveEncryption(readSseHeaders(headers), undefined) as EncryptionDecision;
  const fixed = { headers: { 'x-oss-meta-a': 'b' }, contentType: 'text/plain', storageClass: 'Standard', sequential };
  const { id } = await uploads.begin({ session, bucket, key: key as ObjectKey, decision, ...fixed });
  return { bucket: name, key, id: formatUploadId(id) };
}

/** Finds the upload as each of its requests does. */
async function found({ buckets, uploads }: Services, { bucket: name, key, id }: NamedUpload) {
  const session = openSession();
  const bucket = await buckets.require(session, name as BucketName);
  return { session, upload: await uploads.require(session, bucket, key as ObjectKey, id) };
}

/** Stores a part of any size. */
export async function storePart(services: Services, named: NamedUpload, partNumber: number, bytes: Uint8Array): Promise<void> {
  const accept = (): Promise<void> => Promise.resolve();
  await services.uploadPart({ ...(await found(services, named)), partNumber, source: bytesSource(bytes), accept });
}

/** Completes the upload of parts of any size, by default of all of them, and removes its part rows. */
export async function completeNamed(services: Services, named: NamedUpload, choose: PartChoice = (stored) => stored): Promise<void> {
  const { session, upload } = await found(services, named);
  await services.completeUpload(session, upload, { choose, mayReplace: true });
  await services.runPartsJob({ bucketId: upload.bucket.id, uploadId: upload.id });
}

/** Aborts the upload, and removes its part rows unless they are `left` to somebody else. */
export async function abortNamed(services: Services, named: NamedUpload, partRows: 'removed' | 'left' = 'removed'): Promise<void> {
  const { session, upload } = await found(services, named);
  await services.uploads.abort(session, upload);
  if (partRows === 'removed') await services.runPartsJob({ bucketId: upload.bucket.id, uploadId: upload.id });
}

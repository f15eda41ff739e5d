import {
  firstValue,
  OssError,
  type EncryptionDecision,
  type HeaderRecord,
  type ObjectKey,
  type OperationName,
  type QueryPairs,
  type StoredEncryption,
  type WrittenEncryption,
} from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { Bucket } from '../domain/buckets.ts';
import { decideEncryption } from '../operations/decide-encryption.ts';
import type { Services } from '../operations/services.ts';
import { KeyServiceError } from '../ports/key-service.ts';

/** A write as far as its encryption is decided by it. */
export interface EncryptedWrite {
  readonly operation: OperationName;
  readonly session: Session;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  readonly query: QueryPairs;
  readonly headers: HeaderRecord;
}

type Known = EncryptionDecision | StoredEncryption | undefined;

/** Where the encryption of what a write stores comes from. Links store no bytes. */
const SOURCES: Readonly<Partial<Record<OperationName, (services: Services, write: EncryptedWrite) => Promise<Known>>>> = {
  PutObject: decided,
  PostObject: decided,
  CopyObject: decided,
  InitiateMultipartUpload: decided,
  AppendObject: async (services, write) => (await appended(services, write)) ?? decided(services, write),
  UploadPart: uploaded,
  UploadPartCopy: uploaded,
  CompleteMultipartUpload: uploaded,
};

/**
 * How what a request writes will be encrypted, for conditions of policies: by its own headers, else the bucket's rule; as its upload or the object that it
 * appends to. `undefined` where the operation will refuse the request anyway, and for what stores no bytes.
 */
export async function writtenEncryption(services: Services, write: EncryptedWrite): Promise<WrittenEncryption | undefined> {
  const encryption = await SOURCES[write.operation]?.(services, write);
  if (encryption === undefined) return undefined;
  if (encryption.method === 'none') return { algorithm: 'None' };
  if (encryption.method === 'SSE-OSS') return { algorithm: encryption.dataAlgorithm };
  return { algorithm: 'KMS', keyIds: await keyNames(services, 'keyId' in encryption ? encryption.keyId : encryption.keyRef) };
}

async function decided(services: Services, write: EncryptedWrite): Promise<Known> {
  try {
    return await decideEncryption(write, write.bucket, services);
  } catch (error) {
    if (error instanceof OssError) return undefined;
    throw error;
  }
}

async function appended({ objects }: Services, { session, bucket, key }: EncryptedWrite): Promise<Known> {
  const found = await objects.find(session, bucket, key);
  return found !== undefined && 'head' in found ? found.head.value.encryption : undefined;
}

async function uploaded({ uploads }: Services, { session, bucket, key, query }: EncryptedWrite): Promise<Known> {
  return (await uploads.find(session, bucket, key, firstValue(query, 'uploadId') ?? ''))?.encryption;
}

/** The id of a key, and its aliases; of one that is not there what it was called. */
async function keyNames({ kms }: Services, keyRef: string): Promise<readonly string[]> {
  try {
    const { keyId, aliases } = await kms.describeKey(keyRef);
    return [keyId, ...aliases];
  } catch (error) {
    if (error instanceof KeyServiceError) return [keyRef];
    throw error;
  }
}

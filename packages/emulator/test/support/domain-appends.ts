import { OssError, readSseHeaders, resolveEncryption, type BucketName, type EncryptionDecision, type ObjectKey } from '@sse/core';
import { bytesSource } from '../../src/body/plain-source.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { ObjectHead } from '../../src/domain/object-rows.ts';
import type { Services } from '../../src/operations/services.ts';

/** Adds to the end of an object, or makes one under the encryption that `headers` name, as an AppendObject that knows where the object ends. */
export async function appendToEnd(
  { buckets, objects, putObject, appendObject }: Services,
  { bucket: name, key, headers }: { readonly bucket: string; readonly key: string; readonly headers: Readonly<Record<string, string>> },
  bytes: Uint8Array,
): Promise<ObjectHead> {
  const session = openSession();
  const bucket = await buckets.require(session, name as BucketName);
  const found = await objects.find(session, bucket, key as ObjectKey);
  const request = { session, bucket, key: key as ObjectKey, source: bytesSource(bytes), accept: (): Promise<void> => Promise.resolve() };
  if (found !== undefined && 'head' in found) {
    if (found.head.value.type !== 'Appendable') throw new OssError('ObjectNotAppendable');
    return appendObject({ ...request, found: { head: found.head, body: found.body } });
  }
  const properties = { mayReplace: false, type: 'Appendable', contentType: 'text/plain', storageClass: 'Standard', headers: {} } as const;
  const decision = resolveEncryption(readSseHeaders(headers), undefined) as EncryptionDecision;
  return putObject({ ...request, decision, ...properties });
}

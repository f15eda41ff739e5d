import { firstValue, OBJECT_WRITES, OssError, parseTaggingHeader, type Tags } from '@sse/core';
import type { Services } from '../operations/services.ts';
import type { EncryptedWrite } from './written-encryption.ts';

const PARTS: ReadonlySet<string> = new Set(['UploadPart', 'UploadPartCopy', 'CompleteMultipartUpload']);

/**
 * The tags that an object gets by a request, for conditions of policies: those of `x-oss-tagging` where they take effect, of parts those of their upload.
 * None of a copy that keeps its source's, and of an append to what is there. Those of PutObjectTagging are in its document.
 */
export async function requestTags({ objects, uploads }: Services, write: EncryptedWrite): Promise<Tags | undefined> {
  const { operation, session, bucket, key, query, headers } = write;
  if (PARTS.has(operation)) return (await uploads.find(session, bucket, key, firstValue(query, 'uploadId') ?? ''))?.tags;
  const header = headers['x-oss-tagging'];
  if (header === undefined || !OBJECT_WRITES.has(operation)) return undefined;
  if (operation === 'CopyObject' && headers['x-oss-tagging-directive']?.toUpperCase() !== 'REPLACE') return undefined;
  if (operation === 'AppendObject' && (await isThere({ objects }, write))) return undefined;
  const tags = parseTaggingHeader(header);
  return tags instanceof OssError ? undefined : tags;
}

async function isThere({ objects }: Pick<Services, 'objects'>, { session, bucket, key }: EncryptedWrite): Promise<boolean> {
  const found = await objects.find(session, bucket, key);
  return found !== undefined && 'head' in found;
}

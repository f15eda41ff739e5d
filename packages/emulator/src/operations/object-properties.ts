import type { HeaderRecord } from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import { invalid } from './list-parameters.ts';

const STORAGE_CLASSES: readonly string[] = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];

/** Longer types are refused: a head row is at most 1 KiB. */
const longestContentType = 512;

/** The type of a new object; `application/octet-stream` when the client named none, 400 `InvalidArgument` when it is too long to be kept. */
export function contentType(header: string | undefined): string {
  if (header !== undefined && header.length > longestContentType) throw invalid('Content-Type', header.slice(0, 64));
  return header ?? 'application/octet-stream';
}

/** The storage class of a new object: the header's, else the bucket's; 400 `InvalidArgument` for one that is none. */
export function storageClassOf(headers: HeaderRecord, bucket: Bucket): string {
  const storageClass = headers['x-oss-storage-class'] ?? bucket.storageClass;
  if (!STORAGE_CLASSES.includes(storageClass)) throw invalid('x-oss-storage-class', storageClass);
  return storageClass;
}

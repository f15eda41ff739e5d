import { OssError, parseTaggingHeader, type HeaderRecord } from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import type { Amendable, ObjectAcl } from '../domain/object-rows.ts';
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

const ACLS: readonly ObjectAcl[] = ['private', 'public-read', 'public-read-write'];

/** Tags and ACL of a new object, as the headers of its write name them; throws as `tagsOf` and `aclOf`. */
export function objectProperties(headers: HeaderRecord): Amendable {
  return { ...tagsOf(headers), ...aclOf(headers) };
}

/** The tags of `x-oss-tagging`, if the header is there; throws 400 `InvalidTag`, or `InvalidArgument` where it is not percent-encoded. */
export function tagsOf(headers: HeaderRecord): Pick<Amendable, 'tags'> {
  const header = headers['x-oss-tagging'];
  if (header === undefined) return {};
  const tags = parseTaggingHeader(header);
  if (tags instanceof OssError) throw tags;
  return { tags };
}

/** The ACL of `x-oss-object-acl`, if the header is there, `undefined` for `default`; throws 400 `InvalidArgument` for one that is none. */
export function aclOf(headers: HeaderRecord): Pick<Amendable, 'acl'> {
  const header = headers['x-oss-object-acl'];
  if (header === undefined) return {};
  const acl = ACLS.find((name) => name === header);
  if (acl === undefined && header !== 'default') throw invalid('x-oss-object-acl', header);
  return { acl };
}

import { encryptionEcho, type ObjectKey } from '@sse/core';
import { fromHex, toBase64 } from '@sse/core/primitives';
import { BlobGone } from '../body/read-extents.ts';
import type { ObjectBody, ObjectHead } from '../domain/object-rows.ts';
import type { Bucket } from '../domain/buckets.ts';
import { parameter, type ObjectCall } from '../pipeline/call.ts';
import type { ReplyStream } from '../pipeline/reply.ts';
import type { ByteRange } from './byte-range.ts';
import { CONTENT_HEADERS } from './object-headers.ts';
import { notThere, versionRef } from './named-version.ts';
import { linkTarget, seenThrough } from './symlink-target.ts';
import type { Services } from './services.ts';

/** What there is to say of an object. */
interface ObjectRows {
  readonly head: ObjectHead;
  readonly body: ObjectBody;
}

/** Rows of an object, with the bucket they were found in. */
export interface FoundRows extends ObjectRows {
  readonly bucket: Bucket;
}

/** An object to be read: its own rows, or those of the object that a link stands for. */
export interface FoundObject extends FoundRows {
  /** The name that the rows are of. */
  readonly key: ObjectKey;
  /** What replies say: the same rows, or for a link what `seenThrough` makes of both. */
  readonly shown: ObjectRows;
}

/**
 * The object, or the version of it, that a call names, be it a link. Throws 404 `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, 405
 * `MethodNotAllowed` for a delete marker that is named by its id, 400 `InvalidArgument` for what is no version id (observed behaviour 32).
 */
export async function findRows(
  call: ObjectCall,
  { buckets, objects }: Services,
  versionId = parameter(call, 'versionId'),
): Promise<FoundRows> {
  const bucket = await buckets.require(call.session, call.bucket);
  const ref = versionRef(versionId);
  const found = await objects.find(call.session, bucket, call.key, ref);
  if (found === undefined || !('head' in found)) throw notThere(call, found, versionId);
  return { bucket, head: found.head.value, body: found.body.value };
}

/**
 * What `findRows` finds, and through a link the current version of its target, which the caller must be allowed to read as well: whoever made the link
 * may not have been. Throws as `findRows` and `seenThrough`, and 403 `AccessDenied`.
 */
export async function findObject(call: ObjectCall, services: Services, versionId?: string): Promise<FoundObject> {
  const own = await findRows(call, services, versionId);
  if (own.head.type !== 'Symlink') return { ...own, key: call.key, shown: own };
  const key = linkTarget(own);
  await call.authorize([{ action: 'oss:GetObject', bucket: call.bucket, key, role: 'extra' }]);
  const found = await services.objects.find(call.session, own.bucket, key);
  const target = found !== undefined && 'head' in found ? { head: found.head.value, body: found.body.value } : undefined;
  return { bucket: own.bucket, key, ...seenThrough(own, target) };
}

/** The headers that GetObject and HeadObject share (protocol reference §4.3). */
export type ObjectHeaders = (rows: ObjectRows) => Readonly<Record<string, string>>;

/** Rows are kept in memory while they are unchanged, and so are the headers that they give. */
export function objectHeaders(): ObjectHeaders {
  const kept = new WeakMap<ObjectBody, { readonly head: ObjectHead; readonly headers: Readonly<Record<string, string>> }>();
  return ({ head, body }) => {
    const known = kept.get(body);
    if (known?.head === head) return known.headers;
    const headers = makeHeaders(head, body);
    kept.set(body, { head, headers });
    return headers;
  };
}

function makeHeaders(head: ObjectHead, body: ObjectBody): Record<string, string> {
  const named = Object.entries(body.headers).map(([name, value]) => [CONTENT_HEADERS[name as keyof typeof CONTENT_HEADERS] ?? name, value]);
  return {
    'Content-Type': head.contentType,
    ETag: `"${head.etag}"`,
    'Last-Modified': new Date(head.modifiedAt).toUTCString(),
    'Accept-Ranges': 'bytes',
    ...contentMd5(head),
    ...(body.tags === undefined || body.tags.length === 0 ? {} : { 'x-oss-tagging-count': String(body.tags.length) }),
    ...(head.type === 'Appendable' ? { 'x-oss-next-append-position': String(head.size) } : {}),
    'x-oss-object-type': head.type,
    'x-oss-storage-class': head.storageClass,
    'x-oss-hash-crc64ecma': head.crc64.toString(),
    ...encryptionEcho(head.encryption),
    ...Object.fromEntries(named),
  };
}

/** The ETag of what was written in one go is its MD5; an object of parts has one if they came in sequence (observed behaviour 24). */
function contentMd5({ type, etag, md5 }: ObjectHead): Record<string, string> {
  const known = type === 'Normal' ? fromHex(etag) : md5;
  return known === undefined ? {} : { 'Content-MD5': toBase64(known) };
}

/**
 * The bytes of a range, whole or with the first batch already read and verified: what fails at once is an error reply.
 * Rejects with `BlobGone` when the object was overwritten so long ago that its bytes are gone: its rows must be read again.
 */
export async function openRange(
  call: ObjectCall,
  found: FoundObject,
  range: ByteRange,
  services: Services,
): Promise<Uint8Array | ReplyStream> {
  const { bucket, head } = found;
  const binding = { bucketId: bucket.id, objectKey: found.key, versionId: head.versionId };
  const opened = await services.openObject(call.session, binding, found);
  const inline = services.readInline(opened, range);
  if (inline !== undefined) return inline;
  const batches = services.readExtents(opened, range);
  const first = await batches.next();
  const close = async (): Promise<void> => void (await batches.return());
  return { length: range.end - range.start, batches: first.done === true ? batches : continued(first.value, batches), close };
}

async function* continued(first: readonly Uint8Array[], rest: ReplyStream['batches']): ReplyStream['batches'] {
  yield first;
  yield* rest;
}

/** Runs `read` again when the rows that it began with were outdated. */
export async function rereadOnce<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof BlobGone)) throw error;
    return read();
  }
}

import { Fault, OssError, type ObjectKey } from '@sse/core';
import { encodeManifest, tagManifest } from '@sse/core/envelope';
import { combineCrc64, concat, crc64, hash, toHex, utf8, type SecretKey } from '@sse/core/primitives';
import { prefixedSource } from '../body/prefixed-source.ts';
import type { PlainSource } from '../body/plain-source.ts';
import { largestObject, type ExtentWriter, type WrittenExtent } from '../body/write-extent.ts';
import type { ExtentReader } from '../body/read-extents.ts';
import type { Amendment } from './amend-object.ts';
import { newTrashRows } from './blob-rows.ts';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { CommitInBucket } from './commit-in-bucket.ts';
import { objectDekBinding, type DataKeys } from './data-keys.ts';
import { extentsOf, packExtents } from './extent-list.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace } from './keyspace.ts';
import type { Extent, ObjectBinding, ObjectBody, ObjectHead, VersionRow } from './object-rows.ts';
import type { StoredObject } from './find-object.ts';
import { rowsOfObject, type Objects } from './objects.ts';
import type { ObjectOpener } from './open-object.ts';
import type { Acceptance } from './put-object.ts';

type Appendable = Pick<StoredObject, 'head' | 'body'>;

export interface AppendRequest {
  readonly session: Session;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  /** An appendable object. */
  readonly found: Appendable;
  /** What is to change of the object besides; absent: nothing. */
  readonly amendment?: Amendment;
  readonly source: PlainSource;
  readonly accept: Acceptance;
}

export interface AppendObjectOptions {
  readonly keys: KeyHierarchy;
  readonly commitIn: CommitInBucket;
  readonly objects: Objects;
  readonly dataKeys: DataKeys;
  readonly openObject: ObjectOpener;
  readonly readExtents: ExtentReader;
  readonly writeExtent: ExtentWriter;
  readonly now: () => number;
}

/** A last extent that is shorter is written again together with what is appended, so that many small appends make few extents (envelope.md §2). */
const shortExtent = 256 * 1024;
/** A commit that lost to an amendment is planned again this often. */
const attempts = 200;

/**
 * Adds bytes to an appendable object under its own data key, in one commit that checks that the object is as it was found. Another append that
 * was first is 409 `PositionNotEqualToLength`, any other object in its place 409 `ObjectNotAppendable`; 400 `EntityTooLarge` over 5 GiB;
 * `KeyServiceError` when the KMS key cannot be used.
 */
export function appendObject(options: AppendObjectOptions): (request: AppendRequest) => Promise<ObjectHead> {
  const { keys, commitIn, objects, dataKeys, openObject, readExtents, writeExtent, now } = options;
  const { rows, liveKeys } = keys;

  /** The plaintext of the last extent, if that is to be written again. Verifies the manifest in any case: a new one is made from what it lists. */
  async function readShort(session: Session, binding: ObjectBinding, { head, body }: Appendable): Promise<Uint8Array | undefined> {
    const opened = await openObject(session, binding, { head: head.value, body: body.value });
    const last = opened.extents.at(-1);
    if (last === undefined || last.length >= shortExtent) return undefined;
    const { size } = head.value;
    const pieces: Uint8Array[] = [];
    for await (const batch of readExtents(opened, { start: size - last.length, end: size })) pieces.push(...batch);
    return concat(...pieces);
  }

  async function openKey(session: Session, binding: ObjectBinding, { head, body }: Appendable): Promise<SecretKey | undefined> {
    const { encryption } = head.value;
    const { envelope } = body.value;
    if (encryption.method === 'none') return undefined;
    if (envelope === undefined) throw new Fault('not-authentic', 'an encrypted object has no envelope');
    return dataKeys.open(session, envelope, encryption, objectDekBinding(binding), 'write');
  }

  /** Tags and ACL may change while the bytes come, and are kept as they are by then: the body cannot be asked for twice. */
  async function publish(
    { session, bucket, key, found, amendment = {} }: AppendRequest,
    head: ObjectHead,
    body: ObjectBody,
    release: Release,
  ): Promise<void> {
    const headKey = keyspace.object(bucket.id, key);
    const bodyKey = keyspace.body(bucket.id, key, head.versionId);
    const { version } = head;
    const row: VersionRow | undefined = version && { head: { ...head, version } };
    const versionKey = version && keyspace.version(bucket.id, key, version.sequence);
    const headCheck = { key: headKey, version: found.head.version };
    const trash = await newTrashRows(keys, now(), release.trash);
    let current = found.body;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const local = await liveKeys.local(session, bucket.id, rowsOfObject + (version === undefined ? 0 : 1));
      const { tags, acl } = current.value;
      const merged: ObjectBody = { ...body, tags, acl, ...amendment };
      const result = await commitIn(session, bucket, {
        checks: [headCheck, { key: bodyKey, version: current.version }, ...release.checks],
        sets: [
          { key: headKey, value: rows.seal(local, headKey, head) },
          { key: bodyKey, value: rows.seal(local, bodyKey, merged) },
          ...(versionKey === undefined || row === undefined ? [] : [{ key: versionKey, value: rows.seal(local, versionKey, row) }]),
          ...trash,
        ],
        deletes: release.deletes,
      });
      if (result.ok) return;
      if (result.failed > 1) throw new OssError('ServiceUnavailable', { cause: 'the write took longer than its lease' });
      const again = await objects.find(session, bucket, key);
      // Another write was first: the client gets to know where the object ends now, or that it is another one.
      if (again === undefined || !('head' in again)) throw positionNotEqualToLength(0);
      if (again.head.value.type !== 'Appendable') throw new OssError('ObjectNotAppendable');
      if (again.head.version !== found.head.version) throw positionNotEqualToLength(again.head.value.size);
      current = again.body;
    }
    throw new OssError('ServiceUnavailable');
  }

  return async (request) => {
    const { session, bucket, key, found, source, accept } = request;
    const former = found.head.value;
    const binding: ObjectBinding = { bucketId: bucket.id, objectKey: key, versionId: former.versionId };
    if (former.size + (source.declared ?? 0) > largestObject) throw new OssError('EntityTooLarge');
    const dek = await openKey(session, binding, found);
    const short = await readShort(session, binding, found);
    const { source: whole, digests } = prefixedSource(short ?? new Uint8Array(0), source);
    const { encryption } = former;
    const extentKey = dek && encryption.method !== 'none' ? { dek, dataAlgorithm: encryption.dataAlgorithm } : undefined;
    const written = await writeExtent(whole, extentKey, 'blob only');
    let committing = false;
    try {
      const added = { md5: digests.md5(), length: written.extent.length - (short?.length ?? 0) };
      const addedCrc = crcOfEnd(written, short);
      await accept({ md5: added.md5, crc64: addedCrc });
      const size = former.size + added.length;
      if (size > largestObject) throw new OssError('EntityTooLarge');
      const extents = [...extentsOf(found.body.value).slice(0, short === undefined ? undefined : -1), written.extent];
      const wholeCrc = combineCrc64(former.crc64, addedCrc, added.length);
      const etag = appendedEtag(former.etag, added.md5);
      const head: ObjectHead = {
        ...former,
        size,
        etag,
        crc64: wholeCrc,
        modifiedAt: now(),
        blobs: extents.filter(({ blobId }) => blobId !== undefined).length,
      };
      const body = bodyWith(found.body.value, { extents, dek, head, binding });
      const trash = short === undefined ? [] : (extentsOf(found.body.value).at(-1)?.blobId ?? []);
      committing = true;
      await publish(request, head, body, { ...written.release, trash: [trash].flat() });
      return head;
    } catch (error) {
      await written.abandon(!committing || error instanceof OssError);
      throw error;
    }
  };
}

interface Release extends Pick<WrittenExtent['release'], 'checks' | 'deletes'> {
  readonly trash: readonly string[];
}

interface Sealing {
  readonly extents: readonly Extent[];
  readonly dek: SecretKey | undefined;
  readonly head: ObjectHead;
  readonly binding: ObjectBinding;
}

function bodyWith(former: ObjectBody, { extents, dek, head: { encryption, crc64: whole }, binding }: Sealing): ObjectBody {
  if (dek === undefined || encryption.method === 'none') return { ...former, extents: packExtents(extents, 'none') };
  const manifest = encodeManifest({ dataAlgorithm: encryption.dataAlgorithm, crc64: whole, extents });
  return { ...former, extents: packExtents(extents, 'a manifest'), manifest, manifestTag: tagManifest(dek, binding, manifest) };
}

/** The CRC-64 of what comes after the first bytes `short` of an extent. */
function crcOfEnd({ digests, extent }: WrittenExtent, short: Uint8Array | undefined): bigint {
  if (short === undefined) return digests.crc64;
  return combineCrc64(crc64(0n, short), 0n, extent.length - short.length) ^ digests.crc64;
}

/** The ETag of an appendable object is no MD5 of its bytes (protocol reference §2.7); it changes with every append. */
function appendedEtag(former: string, md5: Uint8Array): string {
  return toHex(hash('md5', utf8(former + toHex(md5)))).toUpperCase();
}

/** 409 `PositionNotEqualToLength`, with the position that the next append must name (protocol reference §4.6). */
export function positionNotEqualToLength(length: number): OssError {
  return new OssError('PositionNotEqualToLength', { headers: { 'x-oss-next-append-position': String(length) } });
}

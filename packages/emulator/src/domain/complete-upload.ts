import { combineCrc64 } from '@sse/core/primitives';
import { Fault, multipartEtag } from '@sse/core';
import { encodeManifest, tagManifest } from '@sse/core/envelope';
import { md5OfState } from '../body/resumable-md5.ts';
import type { OrderedStore } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';
import { uploadDekBinding, type DataKeys } from './data-keys.ts';
import { packExtents } from './extent-list.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { afterKey, keyspace, partNumberOf, systemScope } from './keyspace.ts';
import type { ObjectBinding, ObjectBody, ObjectHead, PartRow } from './object-rows.ts';
import { notSequential } from './part-sequence.ts';
import { rowsOfObject, type Objects } from './objects.ts';
import { usedParts, type PartsJobRow } from './parts-job.ts';
import { formatUploadId, isCompleting, noSuchUpload, type Upload, type Uploads } from './uploads.ts';

/** A part as it is stored. */
export interface StoredPart extends PartRow {
  readonly number: number;
}

/** Which parts an object is to be made of, out of all that are there, in ascending order; throws what is wrong with the choice. */
export type PartChoice = (stored: readonly StoredPart[]) => readonly StoredPart[];

/** How an upload is to end. */
export interface Completion {
  readonly choose: PartChoice;
  /** False: an object of this name that is there already stays, and the upload goes on. */
  readonly mayReplace: boolean;
}

export interface CompleteUploadOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly dataKeys: DataKeys;
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** How long a completing process is taken to be alive, in ms. */
  readonly fenceMs?: number;
}

const pageSize = 500;

/**
 * Makes an object of parts: no byte of them is moved, and the KMS is asked only for a bucket key that is not cached. First the upload is fenced, so that
 * no part comes or goes while they are read; then one commit makes the object and ends the upload. A refused choice takes the fence away again;
 * a process that died behind its fence leaves the upload to the next Complete after `fenceMs`. Throws 404 `NoSuchUpload`, and what `choose` throws.
 */
export function completeUpload(options: CompleteUploadOptions) {
  const { store, keys, dataKeys, objects, uploads, now, random, fenceMs = 60_000 } = options;
  const { rows, liveKeys } = keys;

  async function storedParts(session: Session, { id, bucket }: Upload): Promise<StoredPart[]> {
    const parts: StoredPart[] = [];
    const all = keyspace.parts(id);
    for (let { gte } = all; ;) {
      const page = await store.range({ gte, lt: all.lt, limit: pageSize });
      for (const { key, value } of page)
        parts.push({ ...(await rows.open<PartRow>(session, { scope: bucket.id, key }, value)), number: partNumberOf(key) });
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return parts;
      gte = afterKey(last.key);
    }
  }

  async function fence(session: Session, found: Upload): Promise<Upload> {
    for (let upload = found; ; upload = await uploads.again(session, upload)) {
      if (isCompleting(upload, now())) throw noSuchUpload(formatUploadId(upload.id));
      const fenced = await uploads.setState(session, upload, { completing: true, until: now() + fenceMs });
      if (fenced !== undefined) return fenced;
    }
  }

  async function publish(session: Session, upload: Upload, parts: readonly StoredPart[], mayReplace: boolean): Promise<ObjectHead> {
    const { bucket, key, id } = upload;
    const binding: ObjectBinding = { bucketId: bucket.id, objectKey: key, versionId: random(16) };
    const head = headOf(upload, parts, binding, now(), await md5OfParts(upload, parts));
    const body = await bodyOf(session, upload, parts, binding, head.crc64);
    const jobKey = keyspace.partsJob(bucket.id, id);
    const system = await liveKeys.local(session, systemScope);
    const job: PartsJobRow = { used: usedParts(parts.map(({ number }) => number)) };
    const release = {
      checks: [upload.check],
      deletes: [keyspace.upload(bucket.id, key, id)],
      sets: [{ key: jobKey, value: rows.seal(system, jobKey, job) }],
    };
    const local = await liveKeys.local(session, bucket.id, rowsOfObject);
    return objects.publish(session, bucket, key, { mayReplace, local, head, body, release });
  }

  async function bodyOf(
    session: Session,
    { id, bucket, key, encryption, envelope, headers, tags, acl }: Upload,
    parts: readonly StoredPart[],
    binding: ObjectBinding,
    crc64: bigint,
  ): Promise<ObjectBody> {
    const extents = parts.map(({ extent }) => extent);
    if (encryption.method === 'none') return { headers, tags, acl, extents: packExtents(extents, 'none') };
    if (envelope === undefined) throw new Fault('not-authentic', 'an encrypted upload has no envelope');
    const uploadBinding = uploadDekBinding(bucket.id, key, id);
    const { dek, envelope: sealed } = await dataKeys.reseal(session, envelope, encryption, uploadBinding, binding.versionId);
    const manifest = encodeManifest({ dataAlgorithm: encryption.dataAlgorithm, crc64, extents });
    return {
      headers,
      tags,
      acl,
      extents: packExtents(extents, 'a manifest'),
      envelope: sealed,
      manifest,
      manifestTag: tagManifest(dek, binding, manifest),
    };
  }

  return async (session: Session, found: Upload, { choose, mayReplace }: Completion): Promise<ObjectHead> => {
    const upload = await fence(session, found);
    try {
      return await publish(session, upload, choose(await storedParts(session, upload)), mayReplace);
    } catch (error) {
      await uploads.setState(session, upload, 'open');
      throw error;
    }
  };
}

/** The MD5 of all parts of a sequential upload, whose object is made of all; throws 400 `PartNotSequential` where some are left out. */
async function md5OfParts({ sequential, sequence }: Upload, parts: readonly StoredPart[]): Promise<Uint8Array | undefined> {
  if (!sequential) return undefined;
  if (sequence?.parts !== parts.length) throw notSequential();
  return md5OfState(sequence.after);
}

function headOf(
  { encryption, contentType, storageClass }: Upload,
  parts: readonly StoredPart[],
  binding: ObjectBinding,
  modifiedAt: number,
  md5: Uint8Array | undefined,
): ObjectHead {
  return {
    versionId: binding.versionId,
    size: parts.reduce((size, { extent }) => size + extent.length, 0),
    etag: multipartEtag(parts.map(({ etag }) => etag)),
    crc64: parts.reduce((crc, part) => combineCrc64(crc, part.crc64, part.extent.length), 0n),
    type: 'Multipart',
    contentType,
    storageClass,
    modifiedAt,
    encryption,
    md5,
    blobs: parts.length,
  };
}

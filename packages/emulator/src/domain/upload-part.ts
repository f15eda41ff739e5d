import { Fault, OssError } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import type { PlainSource } from '../body/plain-source.ts';
import type { ExtentKey, ExtentWriter, WrittenExtent } from '../body/write-extent.ts';
import type { OrderedStore, StoreKey } from '../ports/ordered-store.ts';
import { newTrash } from './blob-rows.ts';
import { openSession, type Session } from './bucket-key.ts';
import { uploadDekBinding, type DataKeys } from './data-keys.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace } from './keyspace.ts';
import type { PartRow } from './object-rows.ts';
import { sequencedPart, type SequencedPart } from './part-sequence.ts';
import type { Acceptance } from './put-object.ts';
import { formatUploadId, isCompleting, noSuchUpload, rowOf, type Upload, type Uploads } from './uploads.ts';

export interface PartToStore {
  readonly session: Session;
  readonly upload: Upload;
  /** 1 to 10,000. */
  readonly partNumber: number;
  readonly source: PlainSource;
  readonly accept: Acceptance;
}

export interface UploadPartOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly dataKeys: DataKeys;
  readonly uploads: Uploads;
  readonly writeExtent: ExtentWriter;
  readonly now: () => number;
}

/** Commits of one part that lost are planned again this often; a loser means that somebody else's went through. */
const attempts = 200;

/**
 * Stores one part, in place of any former one of its number, under the data key of the upload. Throws 404 `NoSuchUpload` when the upload ended,
 * or began to end, before the part was there: it is not part of the object then. 400 `PartNotSequential`, before a byte is read or when another part
 * was faster. `KeyServiceError` when the KMS key cannot be used.
 */
export function uploadPart({
  store,
  keys,
  dataKeys,
  uploads,
  writeExtent,
  now,
}: UploadPartOptions): (part: PartToStore) => Promise<PartRow> {
  const { rows, liveKeys } = keys;

  async function openUploadKey(session: Session, { bucket, key, id, encryption, envelope }: Upload): Promise<ExtentKey | undefined> {
    if (encryption.method === 'none') return undefined;
    if (envelope === undefined) throw new Fault('not-authentic', 'an encrypted upload has no envelope');
    const dek = await dataKeys.open(session, envelope, encryption, uploadDekBinding(bucket.id, key, id), 'write');
    return { dek, dataAlgorithm: encryption.dataAlgorithm };
  }

  async function publish(
    upload: Upload,
    partNumber: number,
    row: PartRow,
    { release }: WrittenExtent,
    order?: SequencedPart,
  ): Promise<void> {
    const session = openSession();
    const key = keyspace.part(upload.id, partNumber);
    const local = await liveKeys.local(session, upload.bucket.id);
    const own = { key, value: rows.seal(local, key, row) };
    let current = upload.state === 'open' ? upload : await requireOpen(session, upload);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const former = await rows.read<PartRow>(session, { scope: upload.bucket.id, key });
      const trash = former?.value.extent.blobId === undefined ? [] : [newTrash(now(), former.value.extent.blobId)];
      const result = await store.commit({
        checks: [current.check, { key, version: former?.version ?? 'absent' }, ...release.checks],
        sets: [own, ...trash, ...(order === undefined ? [] : [await sequenceRow(session, current, order)])],
        deletes: release.deletes,
      });
      if (result.ok) return;
      if (result.failed > 1) throw new OssError('ServiceUnavailable', { cause: 'the write took longer than its lease' });
      // A Complete that was refused leaves the upload open again, as another version of its row.
      if (result.failed === 0) current = await requireOpen(session, upload);
    }
    throw new OssError('ServiceUnavailable');
  }

  async function sequenceRow(session: Session, current: Upload, order: SequencedPart): Promise<{ key: StoreKey; value: Uint8Array }> {
    const { bucket, key: objectKey, id } = current;
    const row = { ...rowOf(current), sequence: order.reached(current) };
    const key = keyspace.upload(bucket.id, objectKey, id);
    return { key, value: rows.seal(await liveKeys.local(session, bucket.id), key, row) };
  }

  /** Takes a fence away that has run out: a Complete that still stands behind it would not know of the part. */
  async function requireOpen(session: Session, { bucket, key, id }: Upload): Promise<Upload> {
    const upload = await uploads.require(session, bucket, key, formatUploadId(id));
    if (isCompleting(upload, now())) throw noSuchUpload(formatUploadId(id));
    if (upload.state === 'open') return upload;
    return (await uploads.setState(session, upload, 'open')) ?? upload;
  }

  return async ({ session, upload, partNumber, source, accept }) => {
    if (isCompleting(upload, now())) throw noSuchUpload(formatUploadId(upload.id));
    const order = upload.sequential ? await sequencedPart(upload, partNumber, source) : undefined;
    const written = await writeExtent(order?.source ?? source, await openUploadKey(session, upload), 'blob only');
    let committing = false;
    try {
      const md5 = written.digests.md5();
      const { crc64 } = written.digests;
      await accept({ md5, crc64 });
      const row: PartRow = { extent: written.extent, etag: toHex(md5).toUpperCase(), crc64, modifiedAt: now() };
      committing = true;
      await publish(upload, partNumber, row, written, order);
      return row;
    } catch (error) {
      // A commit that failed without an answer may have gone through.
      await written.abandon(!committing || error instanceof OssError);
      throw error;
    }
  };
}

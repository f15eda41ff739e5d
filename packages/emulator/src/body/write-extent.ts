import { chunkSize, deriveDataKey, extentContext, headerSize, sealedSize, startSeal, type Sealer } from '@sse/core/envelope';
import { toHex, type DataAlgorithm, type SecretKey } from '@sse/core/primitives';
import type { BlobIntent, IntentRelease } from '../domain/blob-rows.ts';
import type { Extent } from '../domain/object-rows.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { PlainSource } from './plain-source.ts';
import { startDigests, type Digests, type Scratch } from './scratch.ts';
import { uploadSource } from './upload-source.ts';

export interface ExtentWriterOptions {
  readonly blobs: BlobStore;
  readonly claimBlob: (blobId: string) => Promise<BlobIntent>;
  readonly scratch: Scratch;
  readonly random: (length: number) => Uint8Array;
  /** Stored bytes that may lie in a row instead of a blob; at most and by default 32 KiB (ARCHITECTURE.md, BlobStore). */
  readonly inlineLimit?: number | undefined;
}

/** How the bytes of an extent are encrypted; absent: not at all. */
export interface ExtentKey {
  readonly dek: SecretKey;
  readonly dataAlgorithm: DataAlgorithm;
}

/** An extent whose bytes are stored durably, or that goes into the row. */
export interface WrittenExtent {
  readonly extent: Extent;
  readonly digests: Digests;
  /** For the commit that makes the extent visible. */
  readonly release: IntentRelease;
  /** Gives the bytes up when they will not become visible; see `BlobIntent`. */
  abandon(certain: boolean): Promise<void>;
}

/** Stores a plaintext as one extent: in the row when it is small and the row has `room` for it, else in a blob under an intent. */
export type ExtentWriter = (body: PlainSource, key: ExtentKey | undefined, room?: 'row' | 'blob only') => Promise<WrittenExtent>;

/** 5 GiB, inclusive: the most that one PutObject may store (protocol reference §4.6). */
export const largestObject = 5 * 2 ** 30;

const defaultInlineLimit = 32 * 1024;
const nothing: IntentRelease = { checks: [], deletes: [] };

export function extentWriter({ blobs, claimBlob, scratch, random, inlineLimit = defaultInlineLimit }: ExtentWriterOptions): ExtentWriter {
  /** The longest plaintext whose sealed form fits; negative when nothing does. */
  const inlinePlain = inlineLimit - headerSize - 16 * (Math.floor(inlineLimit / chunkSize) + 1);
  let active = 0;

  /** Few uploads take large steps, many take small ones, so that their queues together stay small. */
  function batch(): number {
    return Math.max(8, Math.min(64, Math.floor(1024 / Math.max(active, 1)))) * chunkSize;
  }

  function sealerFor(extentId: Uint8Array, { dek, dataAlgorithm }: ExtentKey): Sealer {
    const inputKey = deriveDataKey(dek, dataAlgorithm);
    return startSeal({ algorithm: dataAlgorithm, inputKey, context: extentContext(extentId), salt: random(24) });
  }

  function inline(body: PlainSource, id: Uint8Array, sealer: Sealer | undefined): WrittenExtent {
    const digests = startDigests(scratch);
    const plain = scratch.plain.subarray(0, body.queued);
    body.take(plain);
    digests.update(plain);
    const bytes = sealer === undefined ? Uint8Array.from(plain) : sealInline(sealer, plain);
    const extent = { id, length: plain.length, inline: bytes, crc64: sealer === undefined ? digests.crc64 : undefined };
    return { extent, digests, release: nothing, abandon: () => Promise.resolve() };
  }

  async function inBlob(body: PlainSource, id: Uint8Array, sealer: Sealer | undefined): Promise<WrittenExtent> {
    const digests = startDigests(scratch);
    const blobId = toHex(random(16));
    const intent = await claimBlob(blobId);
    const { declared } = body;
    const size = declared === undefined || sealer === undefined ? declared : sealedSize(declared);
    const source = uploadSource({ body, scratch, digests, sealer, batch, limit: largestObject });
    active += 1;
    try {
      await blobs.write(blobId, source, size === undefined ? {} : { size });
    } catch (error) {
      await intent.abandon(true);
      throw error;
    } finally {
      active -= 1;
    }
    const extent = { id, length: digests.length, blobId, crc64: sealer === undefined ? digests.crc64 : undefined };
    return { extent, digests, release: await intent.release(), abandon: (certain) => intent.abandon(certain) };
  }

  return async (body, key, room = 'row') => {
    const id = random(16);
    const sealer = key && sealerFor(id, key);
    const enough = Math.max(inlinePlain, 0) + 1;
    await body.ready(Math.min(body.declared ?? enough, enough));
    return room === 'row' && body.ended && body.queued <= inlinePlain ? inline(body, id, sealer) : inBlob(body, id, sealer);
  };
}

function sealInline(sealer: Sealer, plain: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(sealedSize(plain.length));
  sealed.set(sealer.header);
  sealer.sealBatch(plain, sealed.subarray(headerSize), true);
  return sealed;
}

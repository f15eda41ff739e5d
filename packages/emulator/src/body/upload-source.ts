import { OssError } from '@sse/core';
import { chunkSize, headerSize, sealedChunkSize, type Sealer } from '@sse/core/envelope';
import type { ByteSource } from '../ports/blob-store.ts';
import type { PlainSource } from './plain-source.ts';
import type { Digests, Scratch } from './scratch.ts';

export interface UploadSourceOptions {
  readonly body: PlainSource;
  readonly scratch: Scratch;
  readonly digests: Digests;
  /** Absent: the bytes are stored as they come. */
  readonly sealer: Sealer | undefined;
  /** Bytes of plaintext to wait for before a step; a multiple of `chunkSize`. */
  readonly batch: () => number;
  /** Longest plaintext; more is 400 `EntityTooLarge`. */
  readonly limit: number;
}

/**
 * What a blob store pulls while a body arrives: bytes go from the socket's queue once through the scratch region,
 * where they are hashed and sealed in one synchronous step.
 */
export function uploadSource({ body, scratch, digests, sealer, batch, limit }: UploadSourceOptions): ByteSource {
  let headerWritten = sealer === undefined;
  let finished = false;

  /** Moves queued bytes through the scratch region; whole chunks only, unless the body ends with them. */
  function step(into: Uint8Array): number {
    const room = Math.min(roomFor(into.length, sealer), scratch.plain.length);
    const ends = body.ended && body.queued <= room;
    const take = ends ? body.queued : wholeChunks(Math.min(body.queued, room));
    if (take === 0 && !ends) return 0;
    const plain = scratch.plain.subarray(0, take);
    body.take(plain);
    digests.update(plain);
    if (digests.length > limit) throw new OssError('EntityTooLarge');
    finished = ends;
    if (sealer !== undefined) return sealer.sealBatch(plain, into, ends);
    into.set(plain);
    return take;
  }

  return {
    ready: () => (finished || body.ended || body.queued >= batch() ? undefined : body.ready(batch())),
    async read(into) {
      let written = 0;
      if (!headerWritten && sealer !== undefined) {
        into.set(sealer.header);
        written = headerSize;
        headerWritten = true;
      }
      while (!finished) {
        await body.ready(batch());
        const stepped = step(into.subarray(written));
        written += stepped;
        if (finished || stepped === 0 || body.queued < batch()) break;
      }
      return written;
    },
  };
}

/** Plaintext bytes, in whole chunks, whose sealed form fits `length` bytes together with a final empty chunk. */
function roomFor(length: number, sealer: Sealer | undefined): number {
  if (sealer === undefined) return wholeChunks(length);
  return Math.floor((length - (sealedChunkSize - chunkSize)) / sealedChunkSize) * chunkSize;
}

function wholeChunks(bytes: number): number {
  return bytes - (bytes % chunkSize);
}

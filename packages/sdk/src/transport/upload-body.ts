import { Fault } from '@sse/core';
import { utf8 } from '@sse/core/primitives';
import { Readable } from 'node:stream';
import { measuredStream, type Crc64Update } from './measured-stream.ts';

/** Bytes as a stream: a Node `Readable`, a web `ReadableStream`, or any iterable of byte chunks. */
export type ByteSource = Readable | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The content of an object to be: text (as UTF-8), bytes, a stream, which is sent once and never again, or a function that makes the
 * stream anew for each attempt. A stream is read to its end or destroyed, whatever happens.
 */
export type ObjectContent = string | Uint8Array | ByteSource | (() => ByteSource);

/** A request body that is not on its way yet. */
export interface UploadBody {
  /** Bytes; absent for a stream of unknown length, which goes out chunked. */
  readonly contentLength: number | undefined;
  /** Whether a second attempt may send it again. */
  readonly replayable: boolean;
  /** Starts one sending. */
  open(crc64: Crc64Update): OpenedBody;
  /** Lets go of a stream that will not be sent. */
  discard(): void;
}

/** A request body on its way. */
export interface OpenedBody {
  readonly payload: Uint8Array | Readable;
  /** CRC-64 of all bytes; `undefined` when they have not all gone out. */
  crc64(): bigint | undefined;
  /** What the caller's stream failed with; absent when it did not. */
  sourceFailure(): SourceFailure | undefined;
}

/** How a stream that was given as body failed. */
interface SourceFailure {
  readonly error: unknown;
}

/**
 * The request body for some content; `contentLength` in bytes, needed only for streams that should not go out chunked.
 * Throws `Fault` `misuse` when it contradicts text or bytes.
 */
export function uploadBody(content: ObjectContent, contentLength?: number): UploadBody {
  if (typeof content === 'string') return bytesBody(utf8(content), contentLength);
  if (content instanceof Uint8Array) return bytesBody(content, contentLength);
  if (typeof content === 'function') {
    return { contentLength, replayable: true, open: (crc64) => watchedSource(content()).open(crc64), discard: () => {} };
  }
  return { contentLength, replayable: false, ...watchedSource(content) };
}

/** Throws `Fault` `misuse` when a length is none. */
export function checkContentLength(contentLength: number | undefined): void {
  if (contentLength !== undefined && (!Number.isSafeInteger(contentLength) || contentLength < 0)) {
    throw new Fault('misuse', `expected contentLength in whole bytes, got ${contentLength}`);
  }
}

function bytesBody(bytes: Uint8Array, contentLength: number = bytes.length): UploadBody {
  if (contentLength !== bytes.length) {
    throw new Fault('misuse', `expected contentLength to be the ${bytes.length} bytes of the content, got ${contentLength}`);
  }
  return {
    contentLength,
    replayable: true,
    open: (crc64) => ({ payload: bytes, crc64: () => crc64(0n, bytes), sourceFailure: () => undefined }),
    discard: () => {},
  };
}

/** Watches from the beginning, because a stream may fail before the request is signed. */
function watchedSource(source: ByteSource): Pick<UploadBody, 'open' | 'discard'> {
  const readable = source instanceof Readable ? source : Readable.from(source);
  let failure: SourceFailure | undefined;
  readable.on('error', (error) => (failure ??= { error }));
  return {
    discard: () => void readable.destroy(),
    open: (crc64) => {
      const measured = measuredStream(readable, { crc64 });
      return { payload: measured.stream, crc64: () => measured.measure()?.crc64, sourceFailure: () => failure };
    },
  };
}

import { Fault } from '@sse/core';
import { utf8 } from '@sse/core/primitives';
import { Readable } from 'node:stream';
import { measuredStream, type Crc64Update, type MeasuredStream } from './measured-stream.ts';

/** Bytes as a stream: a Node `Readable`, a web `ReadableStream`, or any iterable of byte chunks. */
export type ByteSource = Readable | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The content of an object to be: text (as UTF-8), bytes, a stream, which is sent once and never again, or a function that makes the
 * stream anew for each attempt. A stream is read to its end or destroyed, whatever happens.
 */
export type ObjectContent = string | Uint8Array | ByteSource | (() => ByteSource);

/**
 * Bytes of each piece in which longer content goes out. The HTTP client then sees how far it is: it does not take a slow line for a server
 * that does not answer, and does not use a connection again whose request was answered early.
 */
const PIECE_BYTES = 65_536;

/** A request body that is not on its way yet. */
export interface UploadBody {
  /** Bytes; absent for a stream of unknown length, which goes out chunked. */
  readonly contentLength: number | undefined;
  /** Whether a second attempt may send it again. */
  readonly replayable: boolean;
  /** Starts one sending. Throws what a function that makes a stream throws, and an `Error` for a stream that has ended or failed before. */
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
 * Throws `Fault` `misuse` when it contradicts text or bytes, and for content of any other kind.
 */
export function uploadBody(content: ObjectContent, contentLength?: number): UploadBody {
  if (typeof content === 'string') return bytesBody(utf8(content), contentLength);
  if (content instanceof Uint8Array) return bytesBody(content, contentLength);
  if (typeof content === 'function') {
    return { contentLength, replayable: true, open: (crc64) => watchedSource(content(), contentLength).open(crc64), discard: nothing };
  }
  return { contentLength, replayable: false, ...watchedSource(content, contentLength) };
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
  const open = (crc64: Crc64Update): OpenedBody =>
    bytes.length > PIECE_BYTES
      ? watchedSource(piecesOf(bytes), contentLength).open(crc64)
      : { payload: bytes, crc64: () => crc64(0n, bytes), sourceFailure: () => undefined };
  return { contentLength, replayable: true, open, discard: nothing };
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) yield bytes.subarray(start, start + PIECE_BYTES);
}

function nothing(): void {}

/** Watches from the beginning, because a stream may fail before the request is signed. */
function watchedSource(source: ByteSource, announced: number | undefined): Pick<UploadBody, 'open' | 'discard'> {
  const readable = byteStream(source);
  const given = source instanceof Readable ? source : readable;
  let measured: MeasuredStream | undefined;
  let failure: SourceFailure | undefined;
  // An error that nobody listened for would end the process.
  given.on('error', () => {});
  readable.on('error', (error) => {
    // A request that fails takes the source with it; only what comes first is the source's own failure.
    if (measured?.stream.destroyed !== true) failure ??= { error };
  });
  return {
    discard: () => void given.destroy(),
    open: (crc64) => {
      // Such a stream would be stored as nothing at all.
      if (given.destroyed || given.readableEnded) {
        throw given.errored ?? new Error('expected a stream that is still to be read, got one that has ended');
      }
      const opened = (measured = measuredStream(readable, { crc64, announced }));
      // A stream over another one waits for its next piece before it lets go of it.
      opened.stream.once('close', () => given.destroy());
      return { payload: opened.stream, crc64: () => opened.measure()?.crc64, sourceFailure: () => failure };
    },
  };
}

/** The source as a stream of bytes, which fails by itself when it is given anything else. */
function byteStream(source: unknown): Readable {
  if (source instanceof Readable && !source.readableObjectMode) return source;
  const isIterable = typeof source === 'object' && source !== null && (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (!isIterable) throw new Fault('misuse', 'expected text, bytes, a stream of bytes or a function that makes one');
  return Readable.from(source as ByteSource, { objectMode: false });
}

import { pipeline, type Readable, Transform } from 'node:stream';

/** Adds bytes to a CRC-64: `(value so far, bytes) → value`. */
export type Crc64Update = (crc: bigint, bytes: Uint8Array) => bigint;

/** What has gone through a stream. */
export interface Measure {
  readonly length: number;
  /** 0n when no CRC was asked for. */
  readonly crc64: bigint;
}

export interface MeasuredStreamOptions {
  /** Absent when only the length is of interest. */
  readonly crc64?: Crc64Update | undefined;
  /** Bytes that are all there is, although the source may be slow to end; absent when it has to end. */
  readonly announced?: number | undefined;
  /** Called when the source has ended; what it returns fails the stream instead of ending it. */
  readonly verify?: (measure: Measure) => Error | undefined;
  /** Turns a failure of the source or of the connection into what the reader sees. */
  readonly translate?: (error: Error) => Error;
}

/** A stream of the source's bytes that measures them as they pass. Destroying either destroys the other. */
export interface MeasuredStream {
  readonly stream: Readable;
  /** `undefined` until the last byte has passed, which only the end tells where no length was announced. */
  readonly measure: () => Measure | undefined;
}

/** Measures the bytes of `source`, which may give `Uint8Array`s or strings (as UTF-8). */
export function measuredStream(source: Readable, options: MeasuredStreamOptions = {}): MeasuredStream {
  const { crc64: update, announced, verify, translate } = options;
  let length = 0;
  let crc = 0n;
  let complete = announced === 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (update !== undefined) crc = update(crc, chunk);
      complete = length === announced;
      done(null, chunk);
    },
    flush(done) {
      const wrong = verify?.({ length, crc64: crc });
      complete = wrong === undefined;
      done(wrong ?? null);
    },
    destroy(error, done) {
      done(error === null ? null : (translate?.(error) ?? error));
    },
  });
  // A failure shows where the stream is read. The pipeline listens for it, so one that nobody reads does not end the process.
  pipeline(source, stream, () => {});
  return { stream, measure: () => (complete ? { length, crc64: crc } : undefined) };
}

/**
 * What can go wrong in a program that uses these packages, as opposed to what a server answers over the wire (`OssError`).
 * The union is closed: a code is never reused for another meaning.
 */
export type FaultCode =
  /** Bytes did not authenticate: damaged, truncated, swapped, or under another key or context. */
  | 'not-authentic'
  /** A stored structure is malformed: unknown magic, version, algorithm, reserved bits or trailing bytes. */
  | 'malformed'
  /** A caller broke a contract (wrong key length, batch that is not a whole number of chunks, …). */
  | 'misuse'
  /** A key, master key version or bucket key that stored data names is not there. */
  | 'key-missing'
  /** Configuration that a person has to mend; the message says how. */
  | 'configuration';

/** A program fault. The message says what was expected and what came; it never holds key material or signatures. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

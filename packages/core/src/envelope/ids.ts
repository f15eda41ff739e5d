import { Fault } from '../errors/fault.ts';

/** Length in bytes of every id: bucket, bucket key, version, upload, extent, keyring. */
export const idLength = 16;

/** Throws `Fault('misuse')` unless `bytes` has exactly `length` bytes; `name` says what it is. */
export function requireLength(bytes: Uint8Array, length: number, name: string): void {
  if (bytes.length !== length) throw new Fault('misuse', `expected a ${name} of ${length} bytes, got ${bytes.length}`);
}

/** Throws `Fault('misuse')` unless `bytes` is an id. */
export function requireId(bytes: Uint8Array, name: string): void {
  requireLength(bytes, idLength, name);
}

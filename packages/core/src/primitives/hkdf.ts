import { createHmac } from 'node:crypto';
import { unwritten } from './bytes.ts';
import { keyObject } from './key-object.ts';
import { type SecretKey, takeSecretKey } from './secret-key.ts';

const hashLength = 64;
const maximumLength = 255 * hashLength;

/**
 * HKDF-Expand with SHA-512 (RFC 5869 §2.3): `length` bytes derived from a uniformly random `key` for the purpose `info`.
 * There is no extract step. Throws `RangeError` unless `length` is an integer from 0 to 16,320.
 */
export function expand(key: SecretKey, info: Uint8Array, length: number): Uint8Array {
  if (!Number.isInteger(length) || length < 0 || length > maximumLength) {
    throw new RangeError(`expected a length from 0 to ${maximumLength} bytes, got ${length}`);
  }
  // One update for each block: every call into the engine costs as much as hashing a few hundred bytes.
  const last = unwritten(info.length + 1);
  last.set(info);
  last[info.length] = 1;
  const first = createHmac('sha512', keyObject(key)).update(last).digest();
  if (length <= hashLength) {
    first.fill(0, length);
    return first.subarray(0, length);
  }
  return expandOn(key, first, last, length);
}

/** The blocks after the first; `last` is the info with room for the counter. */
function expandOn(key: SecretKey, first: Uint8Array, last: Uint8Array, length: number): Uint8Array {
  const okm = new Uint8Array(length);
  let block = first;
  okm.set(block);
  for (let offset = hashLength; offset < length; offset += hashLength) {
    last[last.length - 1] = offset / hashLength + 1;
    const next = createHmac('sha512', keyObject(key)).update(block).update(last).digest();
    block.fill(0);
    block = next;
    okm.set(block.subarray(0, length - offset), offset);
  }
  block.fill(0);
  return okm;
}

/** `expand` whose output becomes a key at once. */
export function expandKey(key: SecretKey, info: Uint8Array, length: number): SecretKey {
  return takeSecretKey(expand(key, info, length));
}

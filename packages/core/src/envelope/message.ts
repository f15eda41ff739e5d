import { Fault } from '../errors/fault.ts';
import { concat, type SecretKey } from '../primitives/index.ts';
import { startOpen } from './open.ts';
import { startSeal } from './seal.ts';
import { headerSize, plainSize, sealedSize } from './sizes.ts';

/**
 * `seal(K, c, p)` of the format: `plain` as one message under AES-256-GCM, `sealedSize(plain.length)` bytes.
 * `key` is 32 bytes; `salt` is 24 random bytes, never used before with this key.
 */
export function sealMessage(key: SecretKey, context: Uint8Array, plain: Uint8Array, salt: Uint8Array): Uint8Array {
  const sealer = startSeal({ algorithm: 'AES256', inputKey: key, context, salt });
  const sealed = new Uint8Array(sealedSize(plain.length));
  sealed.set(sealer.header);
  sealer.sealBatch(plain, sealed.subarray(headerSize), true);
  return sealed;
}

/** `open(K, c, s)` of the format, in fresh memory; throws `Fault('not-authentic')`. The length is checked first, then the commitment. */
export function openMessage(key: SecretKey, context: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (plainSize(sealed.length) === undefined) throw new Fault('not-authentic', `no sealed message has ${sealed.length} bytes`);
  const opener = startOpen({ algorithm: 'AES256', inputKey: key, context, header: sealed.subarray(0, headerSize) });
  const [first, ...more] = opener.openBatch(sealed.subarray(headerSize), 0, true);
  if (first === undefined) throw new Fault('not-authentic', 'a message has at least one chunk');
  return more.length === 0 ? first : concat(first, ...more);
}

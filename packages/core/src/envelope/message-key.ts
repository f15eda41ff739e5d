import { Fault } from '../errors/fault.ts';
import {
  AEAD,
  type Aead,
  type DataAlgorithm,
  expand,
  keyLength,
  nonceLength,
  type SecretKey,
  startAead,
  takeSecretKey,
  unwritten,
  utf8,
} from '../primitives/index.ts';
import { requireLength } from './ids.ts';
import { commitmentLength, saltLength } from './sizes.ts';

/** What a message is sealed and opened with, its salt aside. */
export interface MessageParameters {
  readonly algorithm: DataAlgorithm;
  /** Of the algorithm's key length: 32 bytes for AES256, 16 for SM4. */
  readonly inputKey: SecretKey;
  /** What the message is bound to; see `context`. */
  readonly context: Uint8Array;
}

/** What §2 of the format derives for one message. */
export interface MessageKey {
  readonly aead: Aead;
  readonly baseNonce: Uint8Array;
  readonly commitment: Uint8Array;
}

/** Derives a message's key, nonce and commitment from its salt; throws `Fault('misuse')` on an input key or salt of the wrong length. */
export function deriveMessageKey({ algorithm, inputKey, context }: MessageParameters, salt: Uint8Array): MessageKey {
  const { keyLength: length } = AEAD[algorithm];
  if (keyLength(inputKey) !== length) throw new Fault('misuse', `expected an input key of ${length} bytes, got ${keyLength(inputKey)}`);
  requireLength(salt, saltLength, 'salt');
  const info = messageInfo(algorithm, salt, context);
  const okm = expand(inputKey, info, length + nonceLength + commitmentLength);
  const aead = startAead(algorithm, takeSecretKey(okm.subarray(0, length)));
  return { aead, baseNonce: okm.subarray(length, length + nonceLength), commitment: okm.subarray(length + nonceLength) };
}

const labels = {
  AES256: utf8(`c2sp.org/chunked-encryption@v1+${AEAD.AES256.name}\0`),
  SM4: utf8(`c2sp.org/chunked-encryption@v1+${AEAD.SM4.name}\0`),
} as const satisfies Record<DataAlgorithm, Uint8Array>;

function messageInfo(algorithm: DataAlgorithm, salt: Uint8Array, context: Uint8Array): Uint8Array {
  const label = labels[algorithm];
  const info = unwritten(label.length + salt.length + context.length);
  info.set(label);
  info.set(salt, label.length);
  info.set(context, label.length + salt.length);
  return info;
}

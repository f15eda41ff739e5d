import { type SecretKey, takeSecretKey, toHex, utf8, withKeyBytes } from '../primitives/index.ts';
import { contextFor } from './context.ts';
import { requireId, requireLength } from './ids.ts';
import { u32 } from './integers.ts';
import { openMessage, sealMessage } from './message.ts';

/** Length of a bucket key in bytes, local or from a KMS. */
export const bucketKeyLength = 32;

const keyContext = contextFor('bucket-key');

/** Which bucket key: its own id and its bucket's, 16 bytes each. */
export interface BucketKeyPlace {
  readonly bucketKeyId: Uint8Array;
  readonly bucketId: Uint8Array;
}

/** What a wrapped local bucket key is bound to. */
export interface BucketKeyBinding extends BucketKeyPlace {
  /** The version of the master key that wraps it: 1, 2, … */
  readonly masterKeyVersion: number;
}

/** Wraps a local bucket key under a master key: 104 bytes. `salt` is 24 random bytes (docs/spec/envelope.md, "Bucket keys"). */
export function wrapBucketKey(masterKey: SecretKey, binding: BucketKeyBinding, bucketKey: SecretKey, salt: Uint8Array): Uint8Array {
  return withKeyBytes(bucketKey, (bytes) => {
    requireLength(bytes, bucketKeyLength, 'bucket key');
    return sealMessage(masterKey, bucketKeyContext(binding), bytes, salt);
  });
}

/** The local bucket key that was wrapped with this binding; throws `Fault('not-authentic')` under any other master key or binding. */
export function unwrapBucketKey(
  masterKey: SecretKey,
  { wrapped, ...binding }: BucketKeyBinding & { readonly wrapped: Uint8Array },
): SecretKey {
  return takeSecretKey(openMessage(masterKey, bucketKeyContext(binding), wrapped));
}

/** The names and values that a KMS binds a bucket key to. Its audit log shows them in clear, so no object name is among them. */
export function kmsEncryptionContext({ bucketKeyId, bucketId }: BucketKeyPlace): Readonly<Record<string, string>> {
  requireId(bucketKeyId, 'bucket key id');
  requireId(bucketId, 'bucket id');
  return { 'sse:bucket': toHex(bucketId), 'sse:bucket-key': toHex(bucketKeyId), 'sse:v': '1' };
}

/** An encryption context as bytes: JSON without white space, names in ascending order of their UTF-16 code units. */
export function encodeEncryptionContext(pairs: Readonly<Record<string, string>>): Uint8Array {
  const sorted = Object.entries(pairs).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return utf8(`{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`);
}

function bucketKeyContext({ bucketKeyId, bucketId, masterKeyVersion }: BucketKeyBinding): Uint8Array {
  requireId(bucketKeyId, 'bucket key id');
  requireId(bucketId, 'bucket id');
  return keyContext(bucketKeyId, bucketId, u32(masterKeyVersion));
}

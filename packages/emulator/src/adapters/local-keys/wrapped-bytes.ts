import { contextFor, encodeEncryptionContext, openMessage, sealMessage } from '@sse/core/envelope';
import { concat, equalBytes, fromUtf8, secretKey, utf8 } from '@sse/core/primitives';
import { KeyServiceError, type EncryptionContext } from '../../ports/key-service.ts';
import type { KeyRow, KeyVersionRow } from './key-rows.ts';

/** A ciphertext of this service, taken apart; nothing of it is proven yet. */
interface ParsedCiphertext {
  readonly keyId: string;
  readonly versionId: Uint8Array;
  readonly sealed: Uint8Array;
}

const magic = utf8('SSKC\u0001');
const idPattern = /^[A-Za-z0-9_\-./:*]{1,255}$/;
const dataKeyContext = contextFor('kms-data-key');

/** Seals bytes under a version of a key, bound to key, version and context. `salt` is 24 random bytes. */
export function wrapBytes(
  keyId: string,
  { id, material }: KeyVersionRow,
  { plaintext, context, salt }: { plaintext: Uint8Array; context: EncryptionContext; salt: Uint8Array },
): Uint8Array {
  const sealed = sealMessage(secretKey(material), bindingOf(keyId, id, context), plaintext, salt);
  return concat(magic, Uint8Array.of(keyId.length), utf8(keyId), id, sealed);
}

/** Opens what `wrapBytes` gave; `InvalidCiphertext` where the key has no such version, the ciphertext was changed, or the context differs. */
export function unwrapBytes(
  { versions }: KeyRow,
  { keyId, versionId, sealed }: ParsedCiphertext,
  context: EncryptionContext,
): { readonly plaintext: Uint8Array; readonly version: KeyVersionRow } {
  const version = versions.find(({ id }) => equalBytes(id, versionId));
  if (version === undefined) throw new KeyServiceError('InvalidCiphertext', `key ${keyId} has no such version`);
  try {
    return { plaintext: openMessage(secretKey(version.material), bindingOf(keyId, version.id, context), sealed), version };
  } catch (cause) {
    throw new KeyServiceError('InvalidCiphertext', 'the ciphertext is damaged or its context differs', { cause });
  }
}

/** Takes a ciphertext apart; `InvalidCiphertext` for what is none of this service. */
export function parseCiphertext(blob: Uint8Array): ParsedCiphertext {
  const idStart = magic.length + 1;
  const idEnd = idStart + (blob[magic.length] ?? 0);
  const foreign = new KeyServiceError('InvalidCiphertext', 'the ciphertext is not one of this service');
  if (!equalBytes(blob.subarray(0, magic.length), magic) || blob.length < idEnd + 16) throw foreign;
  const keyId = textOf(blob.subarray(idStart, idEnd));
  if (keyId === undefined || !idPattern.test(keyId)) throw foreign;
  return { keyId, versionId: blob.subarray(idEnd, idEnd + 16), sealed: blob.subarray(idEnd + 16) };
}

function bindingOf(keyId: string, versionId: Uint8Array, context: EncryptionContext): Uint8Array {
  return dataKeyContext(keyId, versionId, encodeEncryptionContext(context));
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return fromUtf8(bytes);
  } catch {
    return undefined;
  }
}

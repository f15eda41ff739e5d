import { Fault } from '../errors/fault.ts';
import { concat, isScryptLog2N, scryptBlockSize, scryptKey, scryptLog2N, scryptParallelism, type SecretKey } from '../primitives/index.ts';
import { idLength, requireId } from './ids.ts';
import { u32, u8 } from './integers.ts';
import { RecordReader } from './record-reader.ts';

/** What the root key of a keyring comes from. */
export type KeyringProtector =
  /** A root key of 32 random bytes, kept outside the store. */
  | { readonly kind: 'raw' }
  /** A passphrase by scrypt; `salt` is 16 random bytes, memory use 2^log2N KiB. */
  | { readonly kind: 'scrypt'; readonly log2N: number; readonly salt: Uint8Array }
  /** A KMS; its parameters are not interpreted yet. */
  | { readonly kind: 'kms'; readonly parameters: Uint8Array };

/** Numbers of the protectors in the stored keyring. */
export const protectorIds = { raw: 0, scrypt: 1, kms: 2 } as const satisfies Record<KeyringProtector['kind'], number>;

/** The protector's parameters as the keyring stores them. */
export function encodeProtector(protector: KeyringProtector): Uint8Array {
  if (protector.kind === 'raw') return new Uint8Array(0);
  if (protector.kind === 'kms') throw notBuilt();
  requireId(protector.salt, 'scrypt salt');
  if (!isScryptLog2N(protector.log2N)) throw new Fault('misuse', `expected ${bounds}, got ${protector.log2N}`);
  return concat(u8(protector.log2N), u32(scryptBlockSize), u32(scryptParallelism), protector.salt);
}

/** Parses a protector; `Fault('malformed')` on an unknown one and on scrypt parameters out of bounds, before any memory is used. */
export function parseProtector(id: number, parameters: Uint8Array): KeyringProtector {
  const reader = new RecordReader(parameters, 'keyring protector');
  if (id === protectorIds.kms) return { kind: 'kms', parameters };
  if (id === protectorIds.raw) {
    reader.end();
    return { kind: 'raw' };
  }
  if (id !== protectorIds.scrypt) throw reader.malformed(`unknown protector ${id}`);
  const log2N = reader.u8();
  if (!isScryptLog2N(log2N)) throw reader.malformed(`expected ${bounds}, got ${log2N}`);
  if (reader.u32() !== scryptBlockSize || reader.u32() !== scryptParallelism)
    throw reader.malformed('expected scrypt with r = 8 and p = 1');
  const salt = reader.bytes(idLength);
  reader.end();
  return { kind: 'scrypt', log2N, salt };
}

/**
 * The root key that a passphrase gives for a keyring's scrypt protector; blocks for a good part of a second by intent.
 * Throws `Fault('configuration')` when the keyring is not protected by a passphrase.
 */
export function deriveRootKey(protector: KeyringProtector, passphrase: Uint8Array): SecretKey {
  if (protector.kind === 'kms') throw notBuilt();
  if (protector.kind !== 'scrypt')
    throw new Fault('configuration', 'the keyring is protected by a root key file: give that instead of a passphrase');
  return scryptKey({ passphrase, salt: protector.salt, log2N: protector.log2N });
}

/** The refusal of protector 2. */
export function notBuilt(): Fault {
  return new Fault('configuration', 'a keyring sealed by a KMS is not supported yet: use a root key file or a passphrase');
}

const bounds = `a scrypt log2N from ${scryptLog2N.minimum} to ${scryptLog2N.maximum}`;

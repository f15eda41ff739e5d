import { Fault } from '../errors/fault.ts';
import { concat, type SecretKey, takeSecretKey, utf8, withKeyBytes } from '../primitives/index.ts';
import { contextFor } from './context.ts';
import { idLength, requireId, requireLength } from './ids.ts';
import { u16, u32, u64, u8 } from './integers.ts';
import { encodeProtector, type KeyringProtector, notBuilt, parseProtector, protectorIds } from './keyring-protector.ts';
import { openMessage, sealMessage } from './message.ts';
import { RecordReader } from './record-reader.ts';

interface MasterKeyVersion {
  /** 1, 2, … */
  readonly version: number;
  /** In ms since 1970. */
  readonly createdAt: number;
}

/** A version of the master key that still has its key: the active one wraps, decrypt-only ones unwrap. */
export interface UsableMasterKey extends MasterKeyVersion {
  readonly state: 'active' | 'decrypt-only';
  /** 32 bytes. */
  readonly key: SecretKey;
}

/** A version of the master key; a destroyed one has no key any more. */
export type MasterKey = UsableMasterKey | (MasterKeyVersion & { readonly state: 'destroyed' });

/** All versions of the master key, ascending; exactly one is active. */
export interface Keyring {
  /** 16 random bytes. */
  readonly keyringId: Uint8Array;
  readonly keys: readonly MasterKey[];
}

/** A stored keyring before it is opened. */
export interface SealedKeyring {
  readonly keyringId: Uint8Array;
  readonly protector: KeyringProtector;
  /** Everything before the sealed part, as stored. */
  readonly clear: Uint8Array;
  readonly sealed: Uint8Array;
}

const magic = 'SSKR';
const context = contextFor('keyring');
const format = 1;
const countLength = 4;
const keyLength = 32;
const entryLength = 4 + 1 + 8 + keyLength;
const states = ['active', 'decrypt-only', 'destroyed'] as const satisfies readonly MasterKey['state'][];

/** What `sealKeyring` seals under. */
export interface KeyringSealing {
  readonly protector: KeyringProtector;
  /** 32 bytes; for a passphrase what `deriveRootKey` gives. */
  readonly rootKey: SecretKey;
  /** 24 random bytes. */
  readonly salt: Uint8Array;
}

/** The stored form of a keyring (docs/spec/envelope.md, "Keyring"); throws `Fault('misuse')` on a keyring that could not be opened again. */
export function sealKeyring({ keyringId, keys }: Keyring, { protector, rootKey, salt }: KeyringSealing): Uint8Array {
  requireId(keyringId, 'keyring id');
  const broken = whatIsBroken(keys);
  if (broken !== undefined) throw new Fault('misuse', `keyring: ${broken}`);
  const parameters = encodeProtector(protector);
  const head = [u8(format), u8(protectorIds[protector.kind]), u16(0), keyringId, u16(parameters.length), parameters];
  const clear = concat(utf8(magic), ...head);
  const plain = new Uint8Array(countLength + keys.length * entryLength);
  try {
    plain.set(u32(keys.length));
    for (const [index, master] of keys.entries()) encodeMasterKey(master, plain.subarray(countLength + index * entryLength));
    return concat(clear, sealMessage(rootKey, context(clear), plain, salt));
  } finally {
    plain.fill(0);
  }
}

/** Parses a stored keyring; `Fault('malformed')` on anything unknown and on hostile scrypt parameters. Nothing is derived or decrypted. */
export function parseKeyring(bytes: Uint8Array): SealedKeyring {
  const reader = new RecordReader(bytes, 'keyring');
  reader.magic(magic);
  if (reader.u8() !== format) throw reader.malformed('unknown format');
  const protectorId = reader.u8();
  reader.zeros(2);
  const keyringId = reader.bytes(idLength);
  const protector = parseProtector(protectorId, reader.bytes(reader.u16()));
  return { keyringId, protector, clear: bytes.subarray(0, reader.position), sealed: reader.rest() };
}

/**
 * Opens a parsed keyring with its root key.
 * Throws `Fault('not-authentic')` on another root key or any altered byte, `Fault('configuration')` for a KMS protector.
 */
export function openKeyring({ keyringId, protector, clear, sealed }: SealedKeyring, rootKey: SecretKey): Keyring {
  if (protector.kind === 'kms') throw notBuilt();
  const plain = openMessage(rootKey, context(clear), sealed);
  try {
    const reader = new RecordReader(plain, 'keyring');
    const keys: MasterKey[] = [];
    for (let left = reader.u32(); left > 0; left--) keys.push(parseMasterKey(reader));
    reader.end();
    const broken = whatIsBroken(keys);
    if (broken !== undefined) throw reader.malformed(broken);
    return { keyringId, keys };
  } finally {
    plain.fill(0);
  }
}

/** Writes an entry to the start of `into`; the key of a destroyed one stays zeros. */
function encodeMasterKey(master: MasterKey, into: Uint8Array): void {
  const head = concat(u32(master.version), u8(states.indexOf(master.state)), u64(master.createdAt));
  into.set(head);
  if (master.state === 'destroyed') return;
  withKeyBytes(master.key, (bytes) => {
    requireLength(bytes, keyLength, 'master key');
    into.set(bytes, head.length);
  });
}

function parseMasterKey(reader: RecordReader): MasterKey {
  const version = reader.u32();
  const state = states[reader.u8()];
  const createdAt = reader.count();
  const bytes = reader.bytes(keyLength);
  if (state === undefined) throw reader.malformed('unknown state of a master key');
  if (state !== 'destroyed') return { version, createdAt, state, key: takeSecretKey(bytes) };
  if (bytes.some((byte) => byte !== 0)) throw reader.malformed('a destroyed master key has key bytes');
  return { version, createdAt, state };
}

function whatIsBroken(keys: readonly MasterKey[]): string | undefined {
  if (keys.filter(({ state }) => state === 'active').length !== 1) return 'expected exactly one active master key';
  const ascending = keys.every(({ version }, index) => version > (keys[index - 1]?.version ?? 0));
  return ascending ? undefined : 'expected ascending versions from 1';
}

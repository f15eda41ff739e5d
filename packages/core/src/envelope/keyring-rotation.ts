import { Fault } from '../errors/fault.ts';
import type { SecretKey } from '../primitives/index.ts';
import type { Keyring, MasterKey, UsableMasterKey } from './keyring.ts';

/** A keyring without master keys, to which `addMasterKey` gives the first; it cannot be sealed before. `keyringId` is 16 random bytes. */
export function emptyKeyring(keyringId: Uint8Array): Keyring {
  return { keyringId, keys: [] };
}

/** The master key that wraps; `undefined` in an empty keyring. */
export function activeMasterKey({ keys }: Keyring): UsableMasterKey | undefined {
  return keys.filter(isUsable).find(({ state }) => state === 'active');
}

/** The master key of a version, to unwrap with; `undefined` when this keyring does not have it (it may be newer than what was read) or it is destroyed. */
export function masterKeyOf({ keys }: Keyring, version: number): UsableMasterKey | undefined {
  return keys.filter(isUsable).find((master) => master.version === version);
}

/**
 * The keyring with a new active master key, its version one above the newest; the one that was active is closed: it stays for decryption only.
 * `key` is 32 random bytes, `createdAt` in ms since 1970.
 */
export function addMasterKey(keyring: Keyring, { key, createdAt }: { readonly key: SecretKey; readonly createdAt: number }): Keyring {
  const version = (keyring.keys.at(-1)?.version ?? 0) + 1;
  const closed = keyring.keys.map((master): MasterKey => (master.state === 'active' ? { ...master, state: 'decrypt-only' } : master));
  return { ...keyring, keys: [...closed, { version, createdAt, state: 'active', key }] };
}

/**
 * The keyring with a master key destroyed, once nothing is wrapped under it any more. Destroying it again changes nothing.
 * Throws `Fault('misuse')` for the active one, `Fault('key-missing')` for a version that never was.
 */
export function destroyMasterKey(keyring: Keyring, version: number): Keyring {
  const target = keyring.keys.find((master) => master.version === version);
  if (target === undefined) throw new Fault('key-missing', `the keyring has no master key of version ${version}`);
  if (target.state === 'active') throw new Fault('misuse', `master key ${version} is active: add a new one and rewrap first`);
  const destroyed: MasterKey = { version, createdAt: target.createdAt, state: 'destroyed' };
  return { ...keyring, keys: keyring.keys.map((master) => (master === target ? destroyed : master)) };
}

function isUsable(master: MasterKey): master is UsableMasterKey {
  return master.state !== 'destroyed';
}

import { describe, expect, it } from 'vitest';

import { type Keyring, openKeyring, parseKeyring, sealKeyring } from '../../src/envelope/keyring.ts';
import { deriveRootKey } from '../../src/envelope/keyring-protector.ts';
import { activeMasterKey, addMasterKey, destroyMasterKey, emptyKeyring, masterKeyOf } from '../../src/envelope/keyring-rotation.ts';
import { sealMessage } from '../../src/envelope/message.ts';
import { contextFor } from '../../src/envelope/context.ts';
import { concat, secretKey, utf8, withKeyBytes } from '../../src/primitives/index.ts';
import { flipped, hex, sample } from '../primitives/sample-bytes.ts';

const notAuthentic = expect.objectContaining({ code: 'not-authentic' });
const malformed = expect.objectContaining({ code: 'malformed' });
const misuse = expect.objectContaining({ code: 'misuse' });
const configuration = expect.objectContaining({ code: 'configuration' });
const rootKey = secretKey(sample(32, 'root'));
const salt = sample(24, 'salt');
const raw = { kind: 'raw' } as const;
const scrypt = { kind: 'scrypt', log2N: 14, salt: sample(16, 'scrypt salt') } as const;
const newKey = (version: number) => ({ key: secretKey(sample(32, `master ${version}`)), createdAt: 1000 * version });
const ringOf = (count: number): Keyring =>
  Array.from({ length: count }, (_, index) => newKey(index + 1)).reduce(addMasterKey, emptyKeyring(sample(16, 'keyring')));

function keysOf({ keys }: Keyring) {
  return keys.map((master) => ({
    version: master.version,
    state: master.state,
    createdAt: master.createdAt,
    key: master.state === 'destroyed' ? undefined : withKeyBytes(master.key, (bytes) => Uint8Array.from(bytes)),
  }));
}

describe('sealKeyring', () => {
  it('gives the master keys back under a raw root key', () => {
    const keyring = destroyMasterKey(ringOf(3), 1);
    const opened = openKeyring(parseKeyring(sealKeyring(keyring, { protector: raw, rootKey, salt })), rootKey);
    expect(opened.keyringId).toEqual(keyring.keyringId);
    expect(keysOf(opened)).toEqual([
      { version: 1, state: 'destroyed', createdAt: 1000, key: undefined },
      { version: 2, state: 'decrypt-only', createdAt: 2000, key: sample(32, 'master 2') },
      { version: 3, state: 'active', createdAt: 3000, key: sample(32, 'master 3') },
    ]);
  });

  it('gives them back under a passphrase, and refuses another', () => {
    const sealed = sealKeyring(ringOf(1), { protector: scrypt, rootKey: deriveRootKey(scrypt, utf8('correct horse')), salt });
    const parsed = parseKeyring(sealed);
    expect(parsed.protector).toEqual(scrypt);
    expect(keysOf(openKeyring(parsed, deriveRootKey(parsed.protector, utf8('correct horse'))))).toEqual(keysOf(ringOf(1)));
    expect(() => openKeyring(parsed, deriveRootKey(parsed.protector, utf8('battery staple')))).toThrow(notAuthentic);
  });

  it('leaves nothing of a destroyed key, nor of any key, in the clear', () => {
    const sealed = Buffer.from(sealKeyring(ringOf(2), { protector: raw, rootKey, salt }));
    for (const version of [1, 2]) expect(sealed.includes(sample(32, `master ${version}`).subarray(0, 8))).toBe(false);
  });

  it.each([
    ['no active key', { ...ringOf(2), keys: ringOf(2).keys.slice(0, 1) }],
    ['two active keys', { ...ringOf(1), keys: [...ringOf(1).keys, ...ringOf(2).keys.slice(1)] }],
    ['versions that do not ascend', { ...ringOf(2), keys: ringOf(2).keys.toReversed() }],
    ['no keys', emptyKeyring(sample(16, 'keyring'))],
    ['a master key of 16 bytes', addMasterKey(emptyKeyring(sample(16, 'keyring')), { key: secretKey(sample(16, 'm')), createdAt: 1 })],
    ['an id of another length', { ...ringOf(1), keyringId: sample(8, 'keyring') }],
  ])('refuses %s', (_name, keyring) => {
    expect(() => sealKeyring(keyring, { protector: raw, rootKey, salt })).toThrow(misuse);
  });

  it('refuses scrypt parameters out of bounds', () => {
    expect(() => sealKeyring(ringOf(1), { protector: { ...scrypt, log2N: 21 }, rootKey, salt })).toThrow(misuse);
    expect(() => sealKeyring(ringOf(1), { protector: { ...scrypt, salt: sample(8, 's') }, rootKey, salt })).toThrow(misuse);
  });
});

describe('parseKeyring', () => {
  const sealed = sealKeyring(ringOf(1), { protector: scrypt, rootKey, salt });
  const with8 = (at: number, value: number) => sealed.map((byte, index) => (index === at ? value : byte));

  it.each([13, 21, 40, 255])('refuses a hostile log2N of %i before anything is derived', (log2N) => {
    expect(() => parseKeyring(with8(26, log2N))).toThrow(malformed);
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['another magic', with8(0, 0)],
    ['another format', with8(4, 2)],
    ['an unknown protector', with8(5, 3)],
    ['reserved bits', with8(7, 1)],
    ['r other than 8', with8(30, 9)],
    ['p other than 1', with8(34, 2)],
    ['parameters longer than scrypt has', with8(25, 26)],
    ['parameters shorter than scrypt has', with8(25, 24)],
    ['parameters of a raw root key', with8(5, 0)],
  ])('refuses %s', (_name, bytes) => {
    expect(() => parseKeyring(bytes)).toThrow(malformed);
  });

  it('parses a KMS protector, and refuses to open it by name', () => {
    const parsed = parseKeyring(with8(5, 2));
    expect(parsed.protector).toMatchObject({ kind: 'kms' });
    expect(() => openKeyring(parsed, rootKey)).toThrow(configuration);
    expect(() => deriveRootKey(parsed.protector, utf8('x'))).toThrow(configuration);
    expect(() => sealKeyring(ringOf(1), { protector: { kind: 'kms', parameters: new Uint8Array(0) }, rootKey, salt })).toThrow(
      configuration,
    );
  });

  it('refuses a passphrase where a root key file is meant', () => {
    expect(() => deriveRootKey(raw, utf8('x'))).toThrow(configuration);
  });
});

/** A master key as it is stored. */
const entry = (version: number, state: number, key: Uint8Array) => concat(Uint8Array.of(0, 0, 0, version, state), new Uint8Array(8), key);

describe('openKeyring', () => {
  const clear = concat(utf8('SSKR'), Uint8Array.of(1, 0, 0, 0), sample(16, 'keyring'), new Uint8Array(2));
  const openPlain = (plain: Uint8Array) =>
    openKeyring(parseKeyring(concat(clear, sealMessage(rootKey, contextFor('keyring')(clear), plain, salt))), rootKey);
  const key = sample(32, 'master');

  it('opens what the format says', () => {
    expect(keysOf(openPlain(concat(Uint8Array.of(0, 0, 0, 1), entry(7, 0, key))))).toEqual([
      { version: 7, state: 'active', createdAt: 0, key },
    ]);
  });

  it.each([
    ['an unknown state', concat(Uint8Array.of(0, 0, 0, 2), entry(1, 3, key), entry(2, 0, key))],
    ['a destroyed key with key bytes', concat(Uint8Array.of(0, 0, 0, 2), entry(1, 2, key), entry(2, 0, key))],
    ['more keys than there are', concat(Uint8Array.of(0xff, 0xff, 0xff, 0xff), entry(1, 0, key))],
    ['trailing bytes', concat(Uint8Array.of(0, 0, 0, 1), entry(1, 0, key), Uint8Array.of(0))],
    ['two active keys', concat(Uint8Array.of(0, 0, 0, 2), entry(1, 0, key), entry(2, 0, key))],
    ['version 0', concat(Uint8Array.of(0, 0, 0, 1), entry(0, 0, key))],
  ])('refuses %s even when it authenticates', (_name, plain) => {
    expect(() => openPlain(plain)).toThrow(malformed);
  });

  it('refuses another root key and any single flipped bit', () => {
    const sealed = sealKeyring(ringOf(2), { protector: raw, rootKey, salt });
    expect(() => openKeyring(parseKeyring(sealed), secretKey(sample(32, 'other')))).toThrow(notAuthentic);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = () => openKeyring(parseKeyring(flipped(sealed, bit >> 3, bit % 8)), rootKey);
      expect(altered, `bit ${bit}`).toThrow(expect.objectContaining({ name: 'Fault' }));
    }
  });
});

describe('rotation', () => {
  it('makes the new key active and closes the former one', () => {
    const keyring = addMasterKey(ringOf(1), newKey(2));
    expect(keyring.keys.map(({ version, state }) => [version, state])).toEqual([
      [1, 'decrypt-only'],
      [2, 'active'],
    ]);
    expect(activeMasterKey(keyring)?.version).toBe(2);
    expect(masterKeyOf(keyring, 1)?.state).toBe('decrypt-only');
    expect(masterKeyOf(keyring, 3)).toBeUndefined();
    expect(activeMasterKey(emptyKeyring(hex('00')))).toBeUndefined();
  });

  it('destroys a closed key for good and never reuses its version', () => {
    const destroyed = destroyMasterKey(ringOf(2), 1);
    expect(masterKeyOf(destroyed, 1)).toBeUndefined();
    expect(destroyMasterKey(destroyed, 1)).toEqual(destroyed);
    expect(addMasterKey(destroyed, newKey(3)).keys.map(({ version, state }) => [version, state])).toEqual([
      [1, 'destroyed'],
      [2, 'decrypt-only'],
      [3, 'active'],
    ]);
  });

  it('refuses to destroy the active key and one that never was', () => {
    expect(() => destroyMasterKey(ringOf(2), 2)).toThrow(misuse);
    expect(() => destroyMasterKey(ringOf(2), 3)).toThrow(expect.objectContaining({ code: 'key-missing' }));
  });
});

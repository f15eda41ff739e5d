import { describe, expect, it } from 'vitest';

import { addMasterKey, destroyMasterKey, headerSize, sealedChunkSize } from '../../src/envelope/index.ts';
import { Fault } from '../../src/errors/fault.ts';
import { secretKey } from '../../src/primitives/index.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';
import {
  bucketKeyName,
  emptyStore,
  extentName,
  get,
  id,
  type ObjectName,
  readBucketKey,
  readKeyring,
  readObject,
  readRow,
  rowName,
  type Stored,
  writeBucketKey,
  writeKeyring,
  writeObject,
  writeRow,
} from './stored-objects.ts';

// docs/spec/envelope.md, "What must fail closed": every case that needs no server.

const a: ObjectName = { bucket: 'b1', objectKey: 'dir/a', version: 'v1' };
const newer: ObjectName = { ...a, version: 'v2' };
const other: ObjectName = { ...a, objectKey: 'dir/b' };
const elsewhere: ObjectName = { ...a, bucket: 'b2' };
const extents = [sample(2 * 16384 + 100, 'first'), sample(16384, 'second'), sample(2 * 16384 + 100, 'third')];
const plain = Buffer.concat(extents);

function storedObjects(): Stored {
  const stored = emptyStore();
  for (const bucket of ['b1', 'b2']) writeBucketKey(stored, bucket);
  for (const name of [a, newer, other, elsewhere]) writeObject(stored, name, extents);
  return stored;
}

const extentOf = (index: number, name = a): string => extentName(id(`extent ${index} of ${rowName(name)}`));
const first = extentOf(0);
const second = extentOf(1);

/** Replaces what is stored under `name`. */
function change(name: string, edit: (bytes: Uint8Array) => Uint8Array): (stored: Stored) => void {
  return (stored) => void stored.set(name, edit(get(stored, name)));
}

/** Puts what is stored under `from` in the place of `to`. */
function move(from: string, to: string): (stored: Stored) => void {
  return (stored) => void stored.set(to, get(stored, from));
}

function swap(left: string, right: string): (stored: Stored) => void {
  return (stored) => {
    const bytes = get(stored, left);
    stored.set(left, get(stored, right));
    stored.set(right, bytes);
  };
}

/** Rebuilds a sealed extent out of its chunks in another order. */
function chunks(...order: readonly number[]): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const chunk = (index: number) => bytes.subarray(headerSize + index * sealedChunkSize, headerSize + (index + 1) * sealedChunkSize);
    return Uint8Array.from(Buffer.concat([bytes.subarray(0, headerSize), ...order.map(chunk)]));
  };
}

const flip = (at: number) => (bytes: Uint8Array) => flipped(bytes, at, Math.abs(at) % 8);
const cut = (to: number) => (bytes: Uint8Array) => bytes.slice(0, to);

const cases: readonly [string, (stored: Stored) => void][] = [
  ['a bit of the salt', change(first, flip(3))],
  ['a bit of the commitment', change(first, flip(30))],
  ['a bit of the first chunk', change(first, flip(headerSize))],
  ['a bit of a middle chunk', change(first, flip(headerSize + sealedChunkSize + 5000))],
  ['a bit of the last chunk', change(first, flip(headerSize + 2 * sealedChunkSize + 50))],
  ['a bit of a tag', change(first, flip(headerSize + sealedChunkSize - 1))],
  ['a bit of the last tag', change(first, flip(-1))],
  ['truncation to a chunk border', change(first, cut(headerSize + 2 * sealedChunkSize))],
  ['truncation by one byte', change(first, cut(-1))],
  ['truncation to the header', change(first, cut(headerSize))],
  ['truncation to nothing', change(first, cut(0))],
  ['the empty final chunk dropped', change(second, cut(-16))],
  ['a trailing byte', change(first, (bytes) => Uint8Array.from([...bytes, 0]))],
  ['a chunk duplicated', change(first, chunks(0, 0, 1, 2))],
  ['a chunk in place of another', change(first, chunks(0, 0, 2))],
  ['two chunks swapped', change(first, chunks(1, 0, 2))],
  ['a chunk deleted', change(first, chunks(0, 2))],
  ['two extents of one object swapped', swap(first, extentOf(2))],
  ['the extent of another object, same length', move(extentOf(0, other), first)],
  ['the extent of another version, same length', move(extentOf(0, newer), first)],
  ['the extent gone', (stored) => void stored.delete(first)],
  ["object B's row under A's name", move(rowName(other), rowName(a))],
  ["a newer version's row under an older id", move(rowName(newer), rowName(a))],
  ["another bucket's row", move(rowName(elsewhere), rowName(a))],
  ["object B's unsealed row under A's name", (stored) => writeRow(stored, a, readRow(stored, other))],
  ["another version's unsealed row", (stored) => writeRow(stored, a, readRow(stored, newer))],
  ["another bucket's unsealed row", (stored) => writeRow(stored, a, readRow(stored, elsewhere))],
  ["another object's manifest", (stored) => writeRow(stored, a, { ...readRow(stored, other), envelope: readRow(stored, a).envelope })],
  ["another object's envelope", (stored) => writeRow(stored, a, { ...readRow(stored, a), envelope: readRow(stored, other).envelope })],
  ["another bucket's key row", move(bucketKeyName('b2'), bucketKeyName('b1'))],
  ['another bucket key in the same place', (stored) => writeBucketKey(stored, 'b1', secretKey(sample(32, 'intruder')))],
  ['the bucket key gone', (stored) => void stored.delete(bucketKeyName('b1'))],
  ['the master key destroyed', (stored) => writeKeyring(stored, destroyMasterKey(rotated(stored), 2))],
];

function rotated(stored: Stored) {
  return addMasterKey(readKeyring(stored), { key: secretKey(sample(32, 'master 3')), createdAt: 5000 });
}

it('reads the objects as long as nothing is altered', () => {
  const stored = storedObjects();
  for (const name of [a, newer, other, elsewhere]) expect(Buffer.compare(readObject(stored, name), plain)).toBe(0);
});

describe('a read fails on', () => {
  it.each(cases)('%s', (_name, alter) => {
    const stored = storedObjects();
    alter(stored);
    expect(() => readObject(stored, a)).toThrow(Fault);
  });

  it.each([
    ['the keyring', 'keyring'],
    ['the bucket-key row', bucketKeyName('b1')],
    ['the sealed row', rowName(a)],
    ['the header of an extent', first],
  ])('any single flipped bit of %s', (_name, name) => {
    const stored = storedObjects();
    const sound = get(stored, name);
    for (let at = 0; at < Math.min(sound.length, headerSize * 8); at++) {
      stored.set(name, flipped(sound, at, at % 8));
      expect(() => readObject(stored, a), `byte ${at}`).toThrow(Fault);
    }
    stored.set(name, sound);
    expect(Buffer.compare(readObject(stored, a), plain)).toBe(0);
  });

  it.each([
    ['the keyring', 'keyring'],
    ['the bucket-key row', bucketKeyName('b1')],
    ['the sealed row', rowName(a)],
  ])('%s cut anywhere or with a byte more', (_name, name) => {
    const stored = storedObjects();
    const sound = get(stored, name);
    for (const bytes of [...Array.from(sound, (_byte, length) => sound.slice(0, length)), Uint8Array.from([...sound, 0])]) {
      stored.set(name, bytes);
      expect(() => readObject(stored, a), `${bytes.length} bytes`).toThrow(Fault);
    }
  });
});

it('a rewrapped bucket key still opens old objects, also once the former master key is destroyed', () => {
  const stored = storedObjects();
  const bucketKey = readBucketKey(stored, 'b1');
  writeKeyring(stored, rotated(stored));
  writeBucketKey(stored, 'b1', bucketKey);
  writeKeyring(stored, destroyMasterKey(readKeyring(stored), 2));
  expect(Buffer.compare(readObject(stored, a), plain)).toBe(0);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deriveRowKey, openRow, rowBucketKeyId, sealedRowOverhead, sealRow } from '../../src/envelope/sealed-row.ts';
import { Fault } from '../../src/errors/fault.ts';
import { secretKey, utf8 } from '../../src/primitives/index.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';

const notAuthentic = expect.objectContaining({ code: 'not-authentic' });
const rowKey = deriveRowKey(secretKey(sample(32, 'bucket key')));
const bucketKeyId = sample(16, 'key id');
const storeKey = utf8('object/b1/dir/a');
const nonce = sample(12, 'nonce');
const plain = utf8('{"etag":"0"}');
const value = sealRow({ rowKey, bucketKeyId, storeKey, nonce, plain });

describe('sealRow', () => {
  it('gives back what was sealed, of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.uint8Array({ maxLength: 100 }), (bytes, key) => {
        const row = sealRow({ rowKey, bucketKeyId, storeKey: key, nonce, plain: bytes });
        expect(row.length).toBe(bytes.length + sealedRowOverhead);
        expect(rowBucketKeyId(row)).toEqual(bucketKeyId);
        expect(Uint8Array.from(openRow({ rowKey, storeKey: key, value: row }))).toEqual(bytes);
      }),
    );
  });

  it('refuses ids and nonces of other lengths', () => {
    const misuse = expect.objectContaining({ code: 'misuse' });
    expect(() => sealRow({ rowKey, bucketKeyId: sample(15, 'id'), storeKey, nonce, plain })).toThrow(misuse);
    expect(() => sealRow({ rowKey, bucketKeyId, storeKey, nonce: sample(16, 'nonce'), plain })).toThrow(misuse);
  });
});

describe('openRow', () => {
  it.each([
    ['a row moved to another name', { storeKey: utf8('object/b1/dir/b') }],
    ['a row moved to another bucket', { storeKey: utf8('object/b2/dir/a') }],
    ['a part row moved to another upload', { storeKey: utf8('part/u2/1') }],
    ['the key of another bucket', { rowKey: deriveRowKey(secretKey(sample(32, 'other'))) }],
    ['another bucket key id', { value: flipped(value, 5) }],
    ['a tag of 4 bytes', { value: value.slice(0, -12) }],
    ['a trailing byte', { value: Uint8Array.from([...value, 0]) }],
  ])('refuses %s', (_name, altered) => {
    expect(() => openRow({ rowKey, storeKey, value, ...altered })).toThrow(notAuthentic);
  });

  it('refuses two rows swapped', () => {
    const [one, two] = ['part/u/1', 'part/u/2'].map((name) => ({
      key: utf8(name),
      row: sealRow({ rowKey, bucketKeyId, storeKey: utf8(name), nonce, plain }),
    }));
    expect(() => openRow({ rowKey, storeKey: one?.key ?? storeKey, value: two?.row ?? value })).toThrow(notAuthentic);
    expect(() => openRow({ rowKey, storeKey: two?.key ?? storeKey, value: one?.row ?? value })).toThrow(notAuthentic);
  });

  it('refuses any single flipped bit and any truncation', () => {
    for (let bit = 0; bit < value.length * 8; bit++) {
      expect(() => openRow({ rowKey, storeKey, value: flipped(value, bit >> 3, bit % 8) }), `bit ${bit}`).toThrow(Fault);
    }
    for (let length = 0; length < value.length; length++)
      expect(() => openRow({ rowKey, storeKey, value: value.slice(0, length) })).toThrow(Fault);
  });

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['another format', flipped(value, 0)],
    ['fewer bytes than an empty row has', value.slice(0, sealedRowOverhead - 1)],
  ])('calls %s malformed', (_name, bytes) => {
    expect(() => rowBucketKeyId(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(() => openRow({ rowKey, storeKey, value: bytes })).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});

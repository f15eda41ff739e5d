import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeManifest, type Manifest, openManifest, tagManifest } from '../../src/envelope/manifest.ts';
import { concat, secretKey } from '../../src/primitives/index.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';

const notAuthentic = expect.objectContaining({ code: 'not-authentic' });
const malformed = expect.objectContaining({ code: 'malformed' });
const misuse = expect.objectContaining({ code: 'misuse' });
const dek = secretKey(sample(32, 'dek'));
const binding = { bucketId: sample(16, 'b'), objectKey: 'dir/a', versionId: sample(16, 'v') };
const extents = [
  { id: sample(16, 'e1'), length: 100 },
  { id: sample(16, 'e2'), length: 0 },
  { id: sample(16, 'e3'), length: 2 ** 40 },
];
const value: Manifest = { dataAlgorithm: 'AES256', crc64: 0x995dc9bbdf1939fan, extents };
const manifest = encodeManifest(value);
const tag = tagManifest(dek, binding, manifest);
const proof = { manifest, dek, binding, tag, dataAlgorithm: 'AES256' } as const;

/** Opens bytes that carry a right tag: what the format itself refuses. */
function openTagged(bytes: Uint8Array) {
  return openManifest({ ...proof, manifest: bytes, tag: tagManifest(dek, binding, bytes) });
}

function with8(at: number, byte: number): Uint8Array {
  const copy = manifest.slice();
  copy[at] = byte;
  return copy;
}

describe('openManifest', () => {
  it('gives back what was encoded, with the total', () => {
    expect(manifest.length).toBe(28 + 3 * 24);
    expect(openManifest(proof)).toEqual({ ...value, totalLength: 2 ** 40 + 100 });
  });

  it('gives back any list of extents', () => {
    const extent = fc.record({ id: fc.uint8Array({ minLength: 16, maxLength: 16 }), length: fc.nat(2 ** 40) });
    const crc64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.constantFrom('AES256', 'SM4'), crc64, fc.array(extent), (dataAlgorithm, crc, list) => {
        const bytes = encodeManifest({ dataAlgorithm, crc64: crc, extents: list });
        const opened = openManifest({ ...proof, manifest: bytes, tag: tagManifest(dek, binding, bytes), dataAlgorithm });
        expect(opened).toMatchObject({ dataAlgorithm, crc64: crc, extents: list });
      }),
    );
  });

  it.each([
    ['another bucket', { binding: { ...binding, bucketId: sample(16, 'other') } }],
    ['another object key', { binding: { ...binding, objectKey: 'dir/b' } }],
    ['another version', { binding: { ...binding, versionId: sample(16, 'other') } }],
    [
      'a border between key and version that moved',
      { binding: { ...binding, objectKey: 'dir/', versionId: concat(Uint8Array.of(0x61), binding.versionId.slice(0, 15)) } },
    ],
    ['another DEK', { dek: secretKey(sample(32, 'other')) }],
    ['a tag cut short', { tag: tag.slice(0, 4) }],
    ['no tag', { tag: new Uint8Array(0) }],
    ['an envelope of another data algorithm', { dataAlgorithm: 'SM4' as const }],
    ['two extents swapped', { manifest: encodeManifest({ ...value, extents: extents.toReversed() }) }],
    ['an extent less', { manifest: encodeManifest({ ...value, extents: extents.slice(1) }) }],
  ])('refuses %s', (_name, altered) => {
    expect(() => openManifest({ ...proof, ...altered })).toThrow(notAuthentic);
  });

  it('refuses any single flipped bit of manifest and tag', () => {
    for (let bit = 0; bit < manifest.length * 8; bit++) {
      expect(() => openManifest({ ...proof, manifest: flipped(manifest, bit >> 3, bit % 8) })).toThrow(notAuthentic);
    }
    for (let bit = 0; bit < tag.length * 8; bit++)
      expect(() => openManifest({ ...proof, tag: flipped(tag, bit >> 3, bit % 8) })).toThrow(notAuthentic);
  });

  it.each([
    ['another magic', with8(0, 0x54)],
    ['data algorithm 3', with8(4, 3)],
    ['a reserved bit', with8(6, 1)],
    ['an extent more than there are', with8(11, 4)],
    ['a total that is not the sum', with8(19, 101)],
    ['a length beyond 2^53', with8(28 + 16, 0xff)],
    ['a trailing byte', concat(manifest, Uint8Array.of(0))],
    ['no bytes', new Uint8Array(0)],
  ])('refuses %s even under a right tag', (_name, bytes) => {
    expect(() => openTagged(bytes)).toThrow(malformed);
  });
});

describe('encodeManifest', () => {
  it.each([
    ['an extent id of 15 bytes', { extents: [{ id: sample(15, 'e'), length: 1 }] }],
    ['a negative length', { extents: [{ id: sample(16, 'e'), length: -1 }] }],
    ['a total beyond 2^53', { extents: [0, 1].map((n) => ({ id: sample(16, `e${n}`), length: 2 ** 53 - 1 })) }],
    ['a CRC of more than 64 bits', { crc64: 2n ** 64n }],
    ['a negative CRC', { crc64: -1n }],
  ])('refuses %s', (_name, altered) => {
    expect(() => encodeManifest({ ...value, ...altered })).toThrow(misuse);
  });
});

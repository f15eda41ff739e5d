import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { startChunkNonce } from '../../src/envelope/chunk-nonce.ts';
import { openMessage } from '../../src/envelope/message.ts';
import { startOpen } from '../../src/envelope/open.ts';
import { startSeal } from '../../src/envelope/seal.ts';
import { chunkSize, headerSize, sealedBatchSize, sealedChunkSize, sealedSize } from '../../src/envelope/sizes.ts';
import { AEAD, type DataAlgorithm } from '../../src/primitives/aead.ts';
import { secretKey } from '../../src/primitives/secret-key.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';

const misuse = expect.objectContaining({ code: 'misuse' });
const notAuthentic = expect.objectContaining({ code: 'not-authentic' });
const salt = sample(24, 'salt');
const algorithm = fc.constantFrom<DataAlgorithm>('AES256', 'AES256', 'AES256', 'SM4');
const lengths = fc.oneof(
  fc.nat(20),
  fc.integer({ min: -2, max: 2 }).chain((around) => fc.integer({ min: 1, max: 4 }).map((chunks) => chunks * chunkSize + around)),
);

function parameters(name: DataAlgorithm) {
  return { algorithm: name, inputKey: secretKey(sample(AEAD[name].keyLength, 'key')), context: sample(9, 'context') } as const;
}

/** Seals in batches of the given numbers of chunks, the rest at the end. */
function sealIn(name: DataAlgorithm, plain: Uint8Array, batches: readonly number[]): Uint8Array {
  const sealer = startSeal({ ...parameters(name), salt });
  const sealed = new Uint8Array(sealedSize(plain.length));
  sealed.set(sealer.header);
  let [from, to] = [0, headerSize];
  for (const chunks of batches) {
    const end = from + chunks * chunkSize;
    if (end > plain.length) break;
    to += sealer.sealBatch(plain.subarray(from, end), sealed.subarray(to), false);
    from = end;
  }
  to += sealer.sealBatch(plain.subarray(from), sealed.subarray(to), true);
  expect(to).toBe(sealed.length);
  return sealed;
}

/** Opens in batches of the given numbers of chunks, the rest at the end. */
function openIn(name: DataAlgorithm, sealed: Uint8Array, batches: readonly number[]): Uint8Array {
  const opener = startOpen({ ...parameters(name), header: sealed.subarray(0, headerSize) });
  const body = sealed.subarray(headerSize);
  const opened: Uint8Array[] = [];
  for (const chunks of batches) {
    const from = opened.length * sealedChunkSize;
    const to = from + chunks * sealedChunkSize;
    if (to > body.length) break;
    opened.push(...opener.openBatch(body.subarray(from, to), opened.length, false));
  }
  opened.push(...opener.openBatch(body.subarray(opened.length * sealedChunkSize), opened.length, true));
  return Uint8Array.from(Buffer.concat(opened));
}

describe('sealBatch and openBatch', () => {
  it('give the plaintext back over any split into batches, and the same bytes whatever the split', () => {
    const splits = fc.array(fc.nat(2), { maxLength: 5 });
    fc.assert(
      fc.property(algorithm, lengths, splits, splits, (name, length, sealing, opening) => {
        const plain = sample(length, `plain ${length}`);
        const sealed = sealIn(name, plain, sealing);
        expect(Buffer.compare(sealed, sealIn(name, plain, []))).toBe(0);
        expect(Buffer.compare(openIn(name, sealed, opening), plain)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('open into fresh memory that neither the input nor another piece shares', () => {
    const sealed = sealIn('AES256', sample(2 * chunkSize + 5, 'plain'), []);
    const opener = startOpen({ ...parameters('AES256'), header: sealed.subarray(0, headerSize) });
    const opened = opener.openBatch(sealed.subarray(headerSize), 0, true);
    expect(new Set([sealed.buffer, ...opened.map(({ buffer }) => buffer)]).size).toBe(4);
  });

  it('release nothing of a batch in which one chunk is damaged, and the others of it by themselves', () => {
    const plain = sample(3 * chunkSize, 'plain');
    const sealed = flipped(sealIn('AES256', plain, []), headerSize + sealedChunkSize + 77);
    const opener = startOpen({ ...parameters('AES256'), header: sealed.subarray(0, headerSize) });
    const chunk = (index: number) => sealed.subarray(headerSize + index * sealedChunkSize, headerSize + (index + 1) * sealedChunkSize);
    expect(() => opener.openBatch(sealed.subarray(headerSize), 0, true)).toThrow(notAuthentic);
    expect(() => opener.openBatch(chunk(1), 1, false)).toThrow(notAuthentic);
    expect(Buffer.compare(Buffer.concat(opener.openBatch(chunk(2), 2, false)), plain.subarray(2 * chunkSize))).toBe(0);
  });
});

describe('startSeal', () => {
  it('refuses salts and input keys of other lengths', () => {
    expect(() => startSeal({ ...parameters('AES256'), salt: sample(23, 'salt') })).toThrow(misuse);
    expect(() => startSeal({ ...parameters('AES256'), inputKey: secretKey(sample(16, 'key')), salt })).toThrow(misuse);
    expect(() => startSeal({ ...parameters('SM4'), inputKey: secretKey(sample(32, 'key')), salt })).toThrow(misuse);
  });

  it('refuses part of a chunk before the last batch, too little room, and any batch after the last', () => {
    const sealer = startSeal({ ...parameters('AES256'), salt });
    const into = new Uint8Array(sealedBatchSize(chunkSize, true));
    expect(() => sealer.sealBatch(sample(100, 'plain'), into, false)).toThrow(misuse);
    expect(() => sealer.sealBatch(sample(chunkSize, 'plain'), into.subarray(17), false)).toThrow(misuse);
    expect(() => sealer.sealBatch(sample(chunkSize, 'plain'), into.subarray(1), true)).toThrow(misuse);
    expect(sealer.sealBatch(sample(chunkSize, 'plain'), into, true)).toBe(into.length);
    expect(() => sealer.sealBatch(new Uint8Array(0), into, true)).toThrow(misuse);
    expect(() => sealer.sealBatch(new Uint8Array(0), into, false)).toThrow(misuse);
  });
});

describe('startOpen', () => {
  it.each([0, 55, 57])('refuses a header of %i bytes', (length) => {
    expect(() => startOpen({ ...parameters('AES256'), header: new Uint8Array(length) })).toThrow(notAuthentic);
  });

  it('refuses batches that are not whole chunks, and numbers that are no chunk', () => {
    const sealed = sealIn('AES256', sample(chunkSize, 'plain'), []);
    const opener = startOpen({ ...parameters('AES256'), header: sealed.subarray(0, headerSize) });
    const body = sealed.subarray(headerSize);
    expect(() => opener.openBatch(body, 0, false)).toThrow(notAuthentic);
    expect(() => opener.openBatch(body.subarray(0, sealedChunkSize), 0, true)).toThrow(notAuthentic);
    expect(opener.openBatch(new Uint8Array(0), 0, false)).toEqual([]);
    for (const chunk of [-1, 0.5, Number.NaN]) expect(() => opener.openBatch(body, chunk, true)).toThrow(misuse);
  });
});

describe('openMessage', () => {
  it('checks the length before it derives anything: a key of the wrong length is not looked at', () => {
    const wrongKey = secretKey(sample(16, 'key'));
    expect(() => openMessage(wrongKey, sample(9, 'context'), new Uint8Array(71))).toThrow(notAuthentic);
    expect(() => openMessage(wrongKey, sample(9, 'context'), new Uint8Array(72))).toThrow(misuse);
  });
});

describe('startChunkNonce', () => {
  it.each([0, 1, 0xff, 0x100, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 3, 2 ** 53 - 1])('XORs chunk %d into the last bytes of the base', (chunk) => {
    const base = sample(12, 'base');
    const nonce = startChunkNonce(base)(chunk);
    const expected = BigInt(`0x${Buffer.from(base).toString('hex')}`) ^ BigInt(chunk);
    expect(Buffer.from(nonce).toString('hex')).toBe(expected.toString(16).padStart(24, '0'));
  });
});

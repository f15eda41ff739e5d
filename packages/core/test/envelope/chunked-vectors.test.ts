import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { openMessage, sealMessage } from '../../src/envelope/message.ts';
import { type Opener, startOpen } from '../../src/envelope/open.ts';
import { headerSize, saltLength, sealedChunkSize } from '../../src/envelope/sizes.ts';
import { openStream, sealStream } from '../../src/envelope/streams.ts';
import { Fault } from '../../src/errors/fault.ts';
import { secretKey } from '../../src/primitives/secret-key.ts';
import { hex } from '../primitives/sample-bytes.ts';
import { drain, pieces } from './piece-streams.ts';
import { type ChunkedVector, chunkedVectors } from '../primitives/wycheproof.ts';

// How the vectors are applied: vectors/wycheproof/c2sp_chunked_encryption.md.
const vectors = chunkedVectors();
const valid = vectors.filter(({ result }) => result === 'valid');
const invalid = vectors.filter(({ result }) => result === 'invalid');
const byteByByteLimit = 40_000;

const soundFinalChunk = ({ flags }: ChunkedVector) => flags.includes('ValidFinalChunk');

function read(vector: ChunkedVector) {
  return { key: secretKey(hex(vector.key)), context: hex(vector.ctx), sealed: Uint8Array.from(inflateSync(hex(vector.ct))) };
}

function sha512(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}

function opener(vector: ChunkedVector): Opener {
  const { key, context, sealed } = read(vector);
  return startOpen({ algorithm: 'AES256', inputKey: key, context, header: sealed.subarray(0, headerSize) });
}

/** Opens the last chunk alone, which authenticates the length of the message. */
function openFinalChunk(vector: ChunkedVector): Uint8Array[] {
  const body = read(vector).sealed.subarray(headerSize);
  const chunk = Math.floor(body.length / sealedChunkSize);
  return opener(vector).openBatch(body.subarray(chunk * sealedChunkSize), chunk, true);
}

function pieceSizes({ length }: Uint8Array): number[] {
  return [...(length < byteByByteLimit ? [1] : []), 4099, sealedChunkSize, 1_000_000];
}

it('has vectors of both results', () => {
  expect([valid.length, invalid.length]).toEqual([10, 25]);
});

describe('valid vectors', () => {
  it.each(valid)('$tcId whole: $comment', (vector) => {
    const { key, context, sealed } = read(vector);
    const plain = openMessage(key, context, sealed);
    expect(plain.length).toBe(vector.msgLength);
    expect(sha512(plain)).toBe(vector.msgSha512);
  });

  it.each(valid)('$tcId sealed again with its salt: $comment', async (vector) => {
    const { key, context, sealed } = read(vector);
    const [plain, salt] = [openMessage(key, context, sealed), sealed.slice(0, saltLength)];
    expect(Buffer.compare(sealMessage(key, context, plain, salt), sealed)).toBe(0);
    const streamed = await drain(sealStream({ algorithm: 'AES256', inputKey: key, context, salt }, pieces(plain, 10_007)));
    expect(Buffer.compare(streamed.bytes, sealed)).toBe(0);
  });

  it.each(valid)('$tcId streamed in pieces of every size: $comment', async (vector) => {
    const { key, context, sealed } = read(vector);
    for (const size of pieceSizes(sealed)) {
      const { bytes, error } = await drain(openStream({ algorithm: 'AES256', inputKey: key, context }, pieces(sealed, size)));
      expect(error).toBeUndefined();
      expect(sha512(bytes)).toBe(vector.msgSha512);
    }
  });

  it.each(valid)('$tcId by chunks, the last one first: $comment', (vector) => {
    const body = read(vector).sealed.subarray(headerSize);
    const message = opener(vector);
    const opened = openFinalChunk(vector);
    for (let chunk = Math.floor(body.length / sealedChunkSize) - 1; chunk >= 0; chunk--) {
      opened.unshift(...message.openBatch(body.subarray(chunk * sealedChunkSize, (chunk + 1) * sealedChunkSize), chunk, false));
    }
    expect(sha512(Buffer.concat(opened))).toBe(vector.msgSha512);
  });
});

describe('invalid vectors', () => {
  it.each(invalid)('$tcId whole: $comment', (vector) => {
    const { key, context, sealed } = read(vector);
    const code = vector.flags.includes('InvalidKeySize') ? 'misuse' : 'not-authentic';
    expect(() => openMessage(key, context, sealed)).toThrow(expect.objectContaining({ code }));
  });

  it.each(invalid.filter(({ flags }) => flags.includes('HeaderFailure')))('$tcId is refused by its header: $comment', (vector) => {
    expect(() => opener(vector)).toThrow(Fault);
  });

  it.each(invalid)('$tcId streamed fails for good and gives no byte past its valid prefix: $comment', async (vector) => {
    const { key, context, sealed } = read(vector);
    for (const size of pieceSizes(sealed)) {
      const stream = openStream({ algorithm: 'AES256', inputKey: key, context }, pieces(sealed, size));
      const { bytes, error } = await drain(stream);
      expect(error).toBeInstanceOf(Fault);
      await expect(stream.next()).rejects.toBe(error);
      await expect(stream.next()).rejects.toBe(error);
      expect([sha512(new Uint8Array(0)), vector.msgSha512]).toContain(sha512(bytes));
    }
  });

  it.each(invalid.filter((vector) => !soundFinalChunk(vector)))('$tcId does not authenticate its length: $comment', (vector) => {
    expect(() => openFinalChunk(vector)).toThrow(Fault);
  });

  it.each(invalid.filter(soundFinalChunk))('$tcId has a sound final chunk, damaged elsewhere: $comment', (vector) => {
    expect(openFinalChunk(vector)).toHaveLength(1);
  });
});

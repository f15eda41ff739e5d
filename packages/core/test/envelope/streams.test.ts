import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { openMessage, sealMessage } from '../../src/envelope/message.ts';
import { chunkSize } from '../../src/envelope/sizes.ts';
import { openStream, sealStream } from '../../src/envelope/streams.ts';
import { secretKey } from '../../src/primitives/secret-key.ts';
import { flipped, sample } from '../primitives/sample-bytes.ts';
import { drain, pieces } from './piece-streams.ts';

const parameters = { algorithm: 'AES256', inputKey: secretKey(sample(32, 'key')), context: sample(5, 'context') } as const;
const salt = sample(24, 'salt');

async function* failing(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the source broke');
}

describe('sealStream and openStream', () => {
  it('agree with the whole-message functions whatever the sizes of the pieces', async () => {
    const size = fc.integer({ min: 1, max: 60_000 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 * chunkSize }), size, size, async (length, plainPiece, sealedPiece) => {
        const plain = sample(length, 'plain');
        const sealed = await drain(sealStream({ ...parameters, salt }, pieces(plain, plainPiece)));
        expect(Buffer.compare(sealed.bytes, sealMessage(parameters.inputKey, parameters.context, plain, salt))).toBe(0);
        const opened = await drain(openStream(parameters, pieces(sealed.bytes, sealedPiece)));
        expect(opened.error).toBeUndefined();
        expect(Buffer.compare(opened.bytes, plain)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('pass empty pieces over', async () => {
    const plain = sample(chunkSize + 1, 'plain');
    async function* withEmpty() {
      yield new Uint8Array(0);
      yield plain;
      yield new Uint8Array(0);
    }
    const sealed = await drain(sealStream({ ...parameters, salt }, withEmpty()));
    expect(openMessage(parameters.inputKey, parameters.context, sealed.bytes)).toEqual(plain);
  });

  it('hold a constant number of bytes: a piece comes out after at most sixteen chunks went in', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += chunkSize;
        yield new Uint8Array(chunkSize);
      }
    }
    const stream = sealStream({ ...parameters, salt }, endless());
    await stream.next();
    await stream.next();
    expect(given).toBeLessThanOrEqual(16 * chunkSize);
    await stream.return?.();
  });

  it('close their source when the reader stops early', async () => {
    for (const make of [
      (source: AsyncIterable<Uint8Array>) => sealStream({ ...parameters, salt }, source),
      (source: AsyncIterable<Uint8Array>) => openStream(parameters, source),
    ]) {
      let closed = false;
      const sealed = sealMessage(parameters.inputKey, parameters.context, sample(40 * chunkSize, 'plain'), salt);
      async function* source() {
        try {
          yield* pieces(sealed, 9999);
        } finally {
          closed = true;
        }
      }
      const stream = make(source());
      await stream.next();
      await stream.next();
      await stream.return?.();
      expect(closed).toBe(true);
    }
  });

  it('close their source when the header is refused', async () => {
    let closed = false;
    async function* source() {
      try {
        yield new Uint8Array(1000);
      } finally {
        closed = true;
      }
    }
    await expect(openStream(parameters, source()).next()).rejects.toThrow(expect.objectContaining({ code: 'not-authentic' }));
    expect(closed).toBe(true);
  });
});

describe('an error of a stream is final', () => {
  const sealed = sealMessage(parameters.inputKey, parameters.context, sample(3 * chunkSize, 'plain'), salt);

  it.each([
    ['a source that breaks while sealing', () => sealStream({ ...parameters, salt }, failing(sample(10, 'plain'))), 'the source broke'],
    ['a source that breaks while opening', () => openStream(parameters, failing(sealed)), 'the source broke'],
    ['a damaged chunk', () => openStream(parameters, pieces(flipped(sealed, -1), 5000)), 'does not authenticate'],
    ['a message cut at a chunk border', () => openStream(parameters, pieces(sealed.subarray(0, -16), 5000)), 'final short one'],
    ['no bytes at all', () => openStream(parameters, pieces(new Uint8Array(0), 1)), 'inside its header'],
  ])('%s', async (_name, make, message) => {
    const stream = make();
    const { error } = await drain(stream);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    for (let again = 0; again < 3; again++) await expect(stream.next()).rejects.toBe(error);
  });
});

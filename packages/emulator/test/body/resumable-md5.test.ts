import { createHash } from 'node:crypto';
import { fromHex } from '@sse/core/primitives';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../src/body/plain-source.ts';
import { hashedSource, md5OfState, type Md5State } from '../../src/body/resumable-md5.ts';

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const hexOf = async (state: Md5State): Promise<string> => Buffer.from(await md5OfState(state)).toString('hex');

/** The state after 67 bytes `a`, as the first release wrote it: it must be read as long as there are uploads that hold such. */
const STORED = `dc3031df430000000000000056ffd48962d95c1233deca6925e33300616161${'00'.repeat(125)}`;

async function hashOn(from: Md5State | undefined, bytes: Uint8Array, step: number): Promise<Md5State> {
  const { source, state } = await hashedSource(bytesSource(bytes), from);
  for (let into = new Uint8Array(step); source.queued > 0;) source.take(into);
  return state();
}

describe('an MD5 that is stopped and goes on', () => {
  it('is that of all bytes, wherever it was stopped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        async (pieces, step) => {
          let state: Md5State | undefined;
          for (const piece of pieces) state = await hashOn(state, piece, step);
          expect(await hexOf(state ?? expect.fail('no state'))).toBe(md5(Buffer.concat(pieces)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('gives a state that later bytes do not change', async () => {
    const { source, state } = await hashedSource(bytesSource(Buffer.from('abcdef')), undefined);
    source.take(new Uint8Array(3));
    const early = state();
    source.take(new Uint8Array(3));
    expect([await hexOf(early), await hexOf(state())]).toEqual([md5(Buffer.from('abc')), md5(Buffer.from('abcdef'))]);
  });

  it('goes on from a state that the first release stored', async () => {
    const state = fromHex(STORED) ?? expect.fail('no hex');
    expect(await hexOf(await hashOn(state, Buffer.from('b'), 9))).toBe(md5(Buffer.from(`${'a'.repeat(67)}b`)));
  });

  it('does not go on from anything else', async () => {
    const state = fromHex(STORED) ?? expect.fail('no hex');
    for (const wrong of [new Uint8Array(0), state.subarray(1), new Uint8Array(156)])
      await expect(hashedSource(bytesSource(new Uint8Array(0)), wrong)).rejects.toThrow();
  });
});

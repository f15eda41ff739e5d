import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readAll, readDocumentBytes } from '../../src/transport/read-all.ts';

/** As a slow network gives them: more than a call can have arguments. */
const bytewise = (): Readable => Readable.from(Array.from({ length: 200_000 }, () => Uint8Array.of(7)));

describe('readAll and readDocumentBytes', () => {
  it('put together any number of chunks', async () => {
    const expected = new Uint8Array(200_000).fill(7);
    expect(await readAll(bytewise())).toEqual(expected);
    expect(await readDocumentBytes(bytewise(), 'ListObjectsV2')).toEqual(expected);
  });

  it('give bytes of their own', async () => {
    expect((await readAll(Readable.from([Buffer.from('ab'), Buffer.from('c')]))).buffer.byteLength).toBe(3);
  });
});

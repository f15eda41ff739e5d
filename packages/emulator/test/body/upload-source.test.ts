import { chunkSize, extentContext, startSeal } from '@sse/core/envelope';
import { secretKey } from '@sse/core/primitives';
import { describe, expect, it } from 'vitest';
import { createScratch, startDigests } from '../../src/body/scratch.ts';
import { uploadSource } from '../../src/body/upload-source.ts';
import { bufferedBody } from '../support/buffered-body.ts';

const scratch = createScratch();

/** Pulls a body of `length` bytes through a source that takes at most `limit`; gives the plaintext bytes that were taken. */
async function upload(length: number, limit: number, isSealed: boolean): Promise<number> {
  const digests = startDigests(scratch);
  const id = new Uint8Array(16);
  const key = { algorithm: 'AES256', inputKey: secretKey(new Uint8Array(32).fill(1)) } as const;
  const sealer = isSealed ? startSeal({ ...key, context: extentContext(id), salt: new Uint8Array(24) }) : undefined;
  const source = uploadSource({ body: bufferedBody(new Uint8Array(length)), scratch, digests, sealer, batch: () => chunkSize, limit });
  const into = new Uint8Array(128 * 1024);
  while ((await source.read(into)) > 0);
  return digests.length;
}

describe.each([
  ['plain', false],
  ['sealed', true],
])('a body that is stored %s', (_, isSealed) => {
  it.each([5 * chunkSize, 200_000])(
    'may have exactly as many bytes as the limit says (%i), and one more is EntityTooLarge',
    async (limit) => {
      expect(await upload(limit, limit, isSealed)).toBe(limit);
      await expect(upload(limit + 1, limit, isSealed)).rejects.toMatchObject({ code: 'EntityTooLarge' });
    },
  );
});

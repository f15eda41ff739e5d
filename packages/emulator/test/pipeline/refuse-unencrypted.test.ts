import { describe, expect, it } from 'vitest';
import { openNode } from '../../src/node.ts';
import type { ServedRequest } from '../../src/pipeline/served-request.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { memoryStorage } from '../../src/server/memory-storage.ts';
import { runEmulator } from '../../src/server/run-emulator.ts';
import { ask } from '../support/signed-request.ts';

const encrypted = { 'x-oss-server-side-encryption': 'AES256' };

describe('a server that requires encryption', () => {
  it('refuses what would be stored unencrypted, and tells what became of each request', async () => {
    const seen: ServedRequest[] = [];
    const observe = (served: ServedRequest): void => void seen.push(served);
    const parts = { openNode, openStorage: localStorage, memoryStorage };
    await using server = await runEmulator(parts, {}, { requireEncryption: true, observe });
    const [bucket, key] = ['encrypted-only', 'key'];
    const status = async (request: Parameters<typeof ask>[1]): Promise<number> => (await ask(server, request)).status;
    expect(await status({ method: 'PUT', bucket })).toBe(200);
    const refused = await ask(server, { method: 'PUT', bucket, key, body: 'x' });
    expect(refused).toMatchObject({ status: 403, error: { Code: 'AccessDenied' } });
    expect(await status({ method: 'PUT', bucket, key, body: 'x', headers: encrypted })).toBe(200);
    expect(await status({ method: 'PUT', bucket, key: 'copy', headers: { 'x-oss-copy-source': `/${bucket}/${key}` } })).toBe(403);
    expect(await status({ method: 'POST', bucket, key: 'parts', query: [['uploads', '']] })).toBe(403);
    expect(
      await status({
        method: 'POST',
        bucket,
        key: 'log',
        query: [
          ['append', ''],
          ['position', '0'],
        ],
        body: 'x',
      }),
    ).toBe(403);
    const rule =
      '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>SM4</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>';
    expect(await status({ method: 'PUT', bucket, query: [['encryption', '']], body: rule })).toBe(200);
    expect(await status({ method: 'PUT', bucket, key, body: 'x' })).toBe(200);
    expect(await status({ method: 'GET', bucket, key })).toBe(200);
    expect(seen.slice(0, 3)).toEqual([
      { operation: 'PutBucket', bucket, status: 200, refusal: undefined, encryption: undefined },
      { operation: 'PutObject', bucket, status: 403, refusal: 'AccessDenied', encryption: undefined },
      { operation: 'PutObject', bucket, status: 200, refusal: undefined, encryption: 'AES256' },
    ]);
    expect(seen.at(-2)).toMatchObject({ operation: 'PutObject', encryption: 'SM4' });
  });
});

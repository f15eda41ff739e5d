import { describe, expect, it } from 'vitest';
import type { EncryptionRule } from '@sse/core';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { Bucket } from '../../src/domain/buckets.ts';
import { decideEncryption } from '../../src/operations/decide-encryption.ts';
import type { Services } from '../../src/operations/services.ts';

type Deciding = Parameters<typeof decideEncryption>[2];

/** Documents whose rule is what `rule` is at that moment. */
function servicesWith(rule: () => EncryptionRule | undefined): Deciding {
  const read = async (): Promise<object> => ({ rule: rule() });
  return { documents: { read } as unknown as Services['documents'] };
}

const bucketOf = (id: number): Bucket => ({ id: new Uint8Array(16).fill(id) }) as unknown as Bucket;

describe('the encryption of a write', () => {
  it('is decided once for a request, also when the rule goes after a policy has judged it', async () => {
    let rule: EncryptionRule | undefined = { algorithm: 'AES256' };
    const services = servicesWith(() => rule);
    const write = { session: openSession(), headers: {} };
    expect(await decideEncryption(write, bucketOf(1), services)).toEqual({ method: 'SSE-OSS', dataAlgorithm: 'AES256' });
    rule = undefined;
    expect(await decideEncryption(write, bucketOf(1), services)).toEqual({ method: 'SSE-OSS', dataAlgorithm: 'AES256' });
    expect(await decideEncryption(write, bucketOf(2), services)).toEqual({ method: 'none' });
    expect(await decideEncryption({ ...write, session: openSession() }, bucketOf(1), services)).toEqual({ method: 'none' });
  });
});

import { describe, expect, it } from 'vitest';
import { SIGNER_VECTORS } from './signer-vectors.ts';

const COVERED = {
  vectors: {
    'OSS-V1-header': 8,
    'OSS-V1-query': 4,
    'OSS-V4-header': 6,
    'OSS-V4-query': 7,
    'OSS-V1-post': 2,
    'OSS-V4-post': 1,
    'RPC-HMAC-SHA1': 5,
    'ACS3-HMAC-SHA256': 2,
  },
  wireCaptures: { 'OSS-V1-header': 34, 'OSS-V1-query': 9, 'OSS-V2-header': 8, 'OSS-V4-header': 35, 'OSS-V4-query': 6 },
};

describe.each(['vectors', 'wireCaptures'] as const)('coverage of the %s in the signature vector file', (kind) => {
  const count = (scheme: string) => SIGNER_VECTORS[kind].filter((entry) => entry.scheme === scheme).length;

  it.each(Object.entries(COVERED[kind]))('covers %s: %i entries', (scheme, entries) => {
    expect(count(scheme)).toBe(entries);
  });

  it('knows every scheme in the file', () => {
    const schemes = new Set(SIGNER_VECTORS[kind].map((entry) => entry.scheme));
    expect(schemes).toEqual(new Set(Object.keys(COVERED[kind])));
  });
});

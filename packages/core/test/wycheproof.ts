import { readFileSync } from 'node:fs';

/** One vector of an AEAD file; all strings but `comment` and `result` are hex. */
export interface AeadVector {
  readonly tcId: number;
  readonly comment: string;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: 'valid' | 'invalid';
}

/** One vector of an HKDF file; sizes in bytes. */
export interface HkdfVector {
  readonly tcId: number;
  readonly ikm: string;
  readonly salt: string;
  readonly info: string;
  readonly size: number;
  readonly okm: string;
  readonly result: 'valid' | 'invalid';
}

/** One vector of the chunked-encryption file; `ct` is hex of zlib-compressed bytes. */
export interface ChunkedVector {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly key: string;
  readonly ctx: string;
  readonly ct: string;
  readonly msgLength?: number;
  readonly msgSha512?: string;
  readonly result: 'valid' | 'invalid';
}

/** All vectors of a file of vectors/wycheproof. */
export function wycheproof<Vector>(file: string): readonly Vector[] {
  const text = readFileSync(new URL(`../vectors/wycheproof/${file}`, import.meta.url), 'utf8');
  const { testGroups, numberOfTests }: { testGroups: { tests: Vector[] }[]; numberOfTests: number } = JSON.parse(text);
  const vectors = testGroups.flatMap(({ tests }) => tests);
  if (vectors.length !== numberOfTests) throw new Error(`${file} has ${vectors.length} vectors, expected ${numberOfTests}`);
  return vectors;
}

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

/** The vectors of an AEAD file of vectors/wycheproof. */
export function aeadVectors(file: 'aes_gcm_test.json' | 'sm4_gcm_test.json'): readonly AeadVector[] {
  const { testGroups }: VectorFile<AeadVector> = read(file);
  return testGroups.flatMap(({ tests }) => tests);
}

export function hkdfVectors(): readonly HkdfVector[] {
  const { testGroups }: VectorFile<HkdfVector> = read('hkdf_sha512_test.json');
  return testGroups.flatMap(({ tests }) => tests);
}

export function chunkedVectors(): readonly ChunkedVector[] {
  const { testGroups }: VectorFile<ChunkedVector> = read('c2sp_chunked_encryption_aes_256_gcm_test.json');
  return testGroups.flatMap(({ tests }) => tests);
}

interface VectorFile<Vector> {
  readonly testGroups: readonly { readonly tests: readonly Vector[] }[];
}

function read(file: string) {
  return JSON.parse(readFileSync(new URL(`../../vectors/wycheproof/${file}`, import.meta.url), 'utf8'));
}

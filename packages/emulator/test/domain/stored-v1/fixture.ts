import { readFile } from 'node:fs/promises';

/** What a store of format 1 held, in hexadecimal. */
export interface StoredV1 {
  readonly rootKey: string;
  readonly rows: Readonly<Record<string, string>>;
  readonly blobs: Readonly<Record<string, string>>;
  /** ETags by bucket and key: the headers, sizes and encryption of each follow from its name. */
  readonly objects: Readonly<Record<string, { readonly etag: string; readonly keyId?: string }>>;
  readonly credentials: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

export const storedV1 = new URL('stored-v1.json', import.meta.url);

export async function readStoredV1(): Promise<StoredV1> {
  return JSON.parse(await readFile(storedV1, 'utf8')) as StoredV1;
}

interface Contents {
  readonly size: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether its bytes lie in a blob. */
  readonly isBlob?: boolean;
}

const KEY_ID = 'x-oss-server-side-encryption-key-id';
const ALGORITHM = 'x-oss-server-side-encryption';
const CIPHER = 'x-oss-server-side-data-encryption';

/** The objects of the bucket `kept`, by key. */
export const CONTENTS: Readonly<Record<string, Contents>> = {
  none: { size: 100, headers: {} },
  empty: { size: 0, headers: { [ALGORITHM]: 'AES256' } },
  'none-blob': { size: 200, headers: {}, isBlob: true },
  'AES256/größe 漢字': { size: 300, headers: { [ALGORITHM]: 'AES256' } },
  'AES256-blob': { size: 16_384, headers: { [ALGORITHM]: 'AES256' }, isBlob: true },
  SM4: { size: 100, headers: { [ALGORITHM]: 'SM4' } },
  KMS: { size: 100, headers: { [ALGORITHM]: 'KMS' } },
  'KMS-SM4-blob': { size: 100, headers: { [ALGORITHM]: 'KMS', [CIPHER]: 'SM4', [KEY_ID]: 'alias/kept' }, isBlob: true },
};

export const RULE = { algorithm: 'KMS', keyId: 'alias/kept', dataEncryption: 'SM4' } as const;
export const bodyOf = (key: string, size: number): Buffer => Buffer.alloc(size, `body of ${key} `);

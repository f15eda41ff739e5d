// Checked by the compiler alone: each `@ts-expect-error` asserts that the combination below it is refused.
import type { EncryptionRule, OssClient } from '../src/index.ts';

export const legal: readonly EncryptionRule[] = [
  { algorithm: 'AES256' },
  { algorithm: 'SM4' },
  { algorithm: 'KMS' },
  { algorithm: 'KMS', keyId: 'key' },
  { algorithm: 'KMS', dataEncryption: 'SM4' },
  { algorithm: 'KMS', keyId: 'key', dataEncryption: 'SM4' },
];

export const illegal: readonly EncryptionRule[] = [
  // @ts-expect-error -- a key id belongs to KMS only
  { algorithm: 'AES256', keyId: 'key' },
  // @ts-expect-error -- a key id belongs to KMS only
  { algorithm: 'SM4', keyId: 'key' },
  // @ts-expect-error -- a data cipher belongs to KMS only
  { algorithm: 'AES256', dataEncryption: 'SM4' },
  // @ts-expect-error -- a data cipher belongs to KMS only
  { algorithm: 'SM4', dataEncryption: 'SM4' },
  // @ts-expect-error -- SM4 is the only data cipher that is named
  { algorithm: 'KMS', dataEncryption: 'AES256' },
  // @ts-expect-error -- no such algorithm
  { algorithm: 'aes256' },
  // @ts-expect-error -- a rule names its algorithm
  { keyId: 'key' },
];

const aesWithKey = { algorithm: 'AES256', keyId: 'key' } as const;
const sm4WithKey = { algorithm: 'SM4', keyId: 'key' } as const;
const aesWithCipher = { algorithm: 'AES256', dataEncryption: 'SM4' } as const;
const anyAlgorithm = { algorithm: 'KMS' as 'AES256' | 'SM4' | 'KMS', keyId: 'key' };

export const illegalUnderOtherNames: readonly EncryptionRule[] = [
  // @ts-expect-error -- also where the object is no literal, whose surplus properties the compiler would pass over
  aesWithKey,
  // @ts-expect-error -- the same
  sm4WithKey,
  // @ts-expect-error -- the same
  aesWithCipher,
  // @ts-expect-error -- an algorithm that may be AES256 has no key id
  anyAlgorithm,
  // @ts-expect-error -- a data cipher without an algorithm
  { dataEncryption: 'SM4' },
  // @ts-expect-error -- nothing is no rule
  {},
];

export async function everyOperationTakesOnlyRules(client: OssClient, algorithm: 'AES256' | 'KMS'): Promise<void> {
  // @ts-expect-error -- AES256 with a key id
  await client.putBucketEncryption('bucket', { algorithm: 'AES256', keyId: 'key' });
  // @ts-expect-error -- AES256 with a key id
  await client.createBucket('bucket', { encryption: { algorithm: 'AES256', keyId: 'key' } });
  // @ts-expect-error -- AES256 with a key id
  await client.putObject('bucket', 'key', 'text', { encryption: { algorithm: 'AES256', keyId: 'key' } });
  const target = { bucket: 'bucket', key: 'key', expiresSeconds: 1 };
  // @ts-expect-error -- AES256 with a key id
  await client.presign({ ...target, operation: 'PutObject', encryption: { algorithm: 'AES256', keyId: 'key' } });
  // @ts-expect-error -- only a write may name an encryption
  await client.presign({ ...target, operation: 'GetObject', encryption: { algorithm: 'AES256' } });
  // @ts-expect-error -- an algorithm that may be AES256 has no key id
  await client.putBucketEncryption('bucket', { algorithm, keyId: 'key' });
}

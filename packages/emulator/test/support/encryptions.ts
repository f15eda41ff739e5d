/** Every way to encrypt an object, and none, by the headers that ask for it. */
export const ENCRYPTIONS = {
  none: {},
  AES256: { 'x-oss-server-side-encryption': 'AES256' },
  SM4: { 'x-oss-server-side-encryption': 'SM4' },
  KMS: { 'x-oss-server-side-encryption': 'KMS' },
  'KMS with SM4': { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-data-encryption': 'SM4' },
} as const;

import { toHex } from '@sse/core/primitives';

/** A pair that signs requests. */
export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** A pair in the form of real ones: `LTAI` (of temporary pairs `STS.`) and 20 more, and 30 characters of secret. */
export function newAccessKey(random: (length: number) => Uint8Array, prefix: 'LTAI' | 'STS.' = 'LTAI'): AccessKeyPair {
  const accessKeySecret = Buffer.from(random(23)).toString('base64url').slice(0, 30);
  return { accessKeyId: `${prefix}${toHex(random(10))}`, accessKeySecret };
}

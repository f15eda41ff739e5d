import { Fault } from '../errors/fault.ts';
import type { StoredEncryption } from './decision.ts';
import { SSE_HEADER } from './sse-headers.ts';

/**
 * The headers by which every reply to a write or read of an object says how it is encrypted (protocol reference §2.3); none when it is not.
 * KMS always has its resolved key id, the default key's too; the data cipher is named only when it is SM4 under KMS.
 */
export function encryptionEcho(encryption: StoredEncryption): Readonly<Record<string, string>> {
  switch (encryption.method) {
    case 'none':
      return {};
    case 'SSE-OSS':
      return { [SSE_HEADER.algorithm]: encryption.dataAlgorithm };
    case 'SSE-KMS':
      return {
        [SSE_HEADER.algorithm]: 'KMS',
        [SSE_HEADER.keyId]: resolvedKeyId(encryption.keyId),
        ...(encryption.dataAlgorithm === 'SM4' ? { [SSE_HEADER.dataEncryption]: 'SM4' } : {}),
      };
    default:
      throw new Fault('malformed', `expected the encryption of an object, got ${JSON.stringify(encryption satisfies never)}`);
  }
}

function resolvedKeyId(keyId: string): string {
  if (keyId === '') {
    throw new Fault('misuse', 'expected the key id that the key service resolved, got none');
  }
  return keyId;
}

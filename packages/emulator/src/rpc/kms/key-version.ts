import { formatIsoSeconds } from '@sse/core';
import type { KmsKeyVersion } from '../../domain/kms/kms-key.ts';
import type { RpcDocument } from '../rpc-call.ts';

/** `KeyVersion` of a version. Source: protocol reference §6.2. */
export function keyVersion(keyId: string, { id, createdAt }: KmsKeyVersion): RpcDocument {
  return { KeyId: keyId, KeyVersionId: id, CreationDate: formatIsoSeconds(createdAt) };
}

import { toBase64 } from '@sse/core/primitives';
import type { WrappedBytes } from '../../domain/kms/kms-keys.ts';
import type { RpcDocument } from '../rpc-call.ts';

/** What replies say of a ciphertext. Source: protocol reference §6.2. */
export function wrappedReply({ keyId, versionId, ciphertext }: WrappedBytes): RpcDocument {
  return { CiphertextBlob: toBase64(ciphertext), KeyId: keyId, KeyVersionId: versionId };
}

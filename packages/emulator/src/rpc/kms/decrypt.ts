import { toBase64 } from '@sse/core/primitives';
import type { RpcHandler } from '../rpc-call.ts';
import { permittedKey } from './asked-key.ts';
import { base64Bytes, encryptionContext, refuseDryRun } from './read-parameters.ts';

/**
 * Decrypts what a version of a key encrypted. 400 `InvalidParameter` of `CiphertextBlob` for what is no ciphertext of this server, was changed, or was
 * bound to another context. Source: protocol reference §6.2.
 */
export const decrypt: RpcHandler = async (call, services) => {
  const { kmsKeys } = services;
  const ciphertext = base64Bytes(call.parameters, 'CiphertextBlob');
  const { keyId } = await permittedKey(call, services, kmsKeys.keyOf(ciphertext));
  refuseDryRun(call.parameters);
  const { plaintext, versionId } = await kmsKeys.unwrap({ ciphertext, context: encryptionContext(call.parameters) });
  return { Plaintext: toBase64(plaintext), KeyId: keyId, KeyVersionId: versionId };
};

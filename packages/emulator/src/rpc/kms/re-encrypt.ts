import type { RpcHandler } from '../rpc-call.ts';
import { askedKey, permittedKey } from './asked-key.ts';
import { base64Bytes, encryptionContext, refuseDryRun, refuseParameters } from './read-parameters.ts';
import { wrappedReply } from './wrapped-reply.ts';

/** Decrypts under one key and encrypts under another; the caller needs the permission for both. Source: protocol reference §6.2. */
export const reEncrypt: RpcHandler = async (call, services) => {
  const { parameters } = call;
  const { kmsKeys } = services;
  refuseParameters(parameters, ['SourceKeyId', 'SourceKeyVersionId', 'SourceEncryptionAlgorithm']);
  refuseDryRun(parameters);
  const ciphertext = base64Bytes(parameters, 'CiphertextBlob');
  await permittedKey(call, services, kmsKeys.keyOf(ciphertext));
  const { keyId } = await askedKey(call, services, { parameter: 'DestinationKeyId', byAlias: true });
  const context = encryptionContext(parameters, 'DestinationEncryptionContext');
  const { plaintext } = await kmsKeys.unwrap({ ciphertext, context: encryptionContext(parameters, 'SourceEncryptionContext') });
  return wrappedReply(await kmsKeys.wrap({ keyId, plaintext, context }));
};

import { invalidParameter } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { base64Bytes, encryptionContext, refuseDryRun } from './read-parameters.ts';
import { wrappedReply } from './wrapped-reply.ts';

/** In bytes. */
const longestPlaintext = 6144;

/** Encrypts up to 6 KiB under a key, bound to the encryption context. Source: protocol reference §6.2. */
export const encrypt: RpcHandler = async (call, services) => {
  const { parameters } = call;
  const { keyId } = await askedKey(call, services, { byAlias: true });
  refuseDryRun(parameters);
  const plaintext = base64Bytes(parameters, 'Plaintext');
  if (plaintext.length > longestPlaintext) throw invalidParameter('Plaintext');
  return wrappedReply(await services.kmsKeys.wrap({ keyId, plaintext, context: encryptionContext(parameters) }));
};

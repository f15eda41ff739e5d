import { toBase64 } from '@sse/core/primitives';
import type { WrappedBytes } from '../../domain/kms/kms-keys.ts';
import type { RpcCall, RpcHandler, RpcServices } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { encryptionContext, oneOf, refuseDryRun, wholeNumber } from './read-parameters.ts';
import { wrappedReply } from './wrapped-reply.ts';

const LENGTHS = { AES_256: 32, AES_128: 16 } as const;

/** A random data key, in clear and encrypted. Source: protocol reference §6.2. */
export const generateDataKey: RpcHandler = async (call, services) => {
  const { plaintext, wrapped } = await newDataKey(call, services);
  return { ...wrappedReply(wrapped), Plaintext: toBase64(plaintext) };
};

/** A random data key, encrypted only. Source: protocol reference §6.2. */
export const generateDataKeyWithoutPlaintext: RpcHandler = async (call, services) =>
  wrappedReply((await newDataKey(call, services)).wrapped);

/** `NumberOfBytes`, 1 to 1024, counts before `KeySpec`. */
async function newDataKey(
  call: RpcCall,
  services: RpcServices,
): Promise<{ readonly plaintext: Uint8Array; readonly wrapped: WrappedBytes }> {
  const { parameters } = call;
  const { kmsKeys } = services;
  const { keyId } = await askedKey(call, services, { byAlias: true });
  refuseDryRun(parameters);
  const spec = oneOf(parameters, 'KeySpec', ['AES_256', 'AES_128']);
  const length = wholeNumber(parameters, 'NumberOfBytes', [1, 1024]) ?? LENGTHS[spec];
  const context = encryptionContext(parameters);
  const plaintext = kmsKeys.random(length);
  return { plaintext, wrapped: await kmsKeys.wrap({ keyId, plaintext, context }) };
}

import { RpcError } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { keyVersion } from './key-version.ts';
import { requiredText } from './read-parameters.ts';

/** One version of a key; 404 `Forbidden.KeyVersionNotFound`. Source: protocol reference §6.2. */
export const describeKeyVersion: RpcHandler = async (call, services) => {
  const { keyId, versions } = await askedKey(call, services);
  const wanted = requiredText(call.parameters, 'KeyVersionId');
  const version = versions.find(({ id }) => id === wanted);
  if (version === undefined) throw new RpcError('Forbidden.KeyVersionNotFound');
  return { KeyVersion: keyVersion(keyId, version) };
};

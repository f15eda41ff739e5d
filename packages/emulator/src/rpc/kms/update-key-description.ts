import { missingParameter } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { descriptionOf } from './create-key.ts';

/** Replaces the description of a key; an empty one takes it away. Source: protocol reference §6.2. */
export const updateKeyDescription: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  const description = descriptionOf(call.parameters);
  if (description === undefined) throw missingParameter('Description');
  await services.kmsKeys.change(keyId, 'UpdateKeyDescription', () => ({ description }));
  return {};
};

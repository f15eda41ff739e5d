import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { givenTagKeys } from './tags.ts';

/** Takes tags away from a key; those that it has not do not matter. Source: protocol reference §6.2. */
export const untagResource: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  const removed = new Set(givenTagKeys(call.parameters));
  await services.kmsKeys.change(keyId, 'UntagResource', ({ tags = [] }) => ({ tags: tags.filter(([key]) => !removed.has(key)) }));
  return {};
};

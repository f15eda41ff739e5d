import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { givenTags, withTags } from './tags.ts';

/** Adds tags to a key or replaces their values. Source: protocol reference §6.2. */
export const tagResource: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  const added = givenTags(call.parameters);
  await services.kmsKeys.change(keyId, 'TagResource', ({ tags = [] }) => ({ tags: withTags(tags, added) }));
  return {};
};

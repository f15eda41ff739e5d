import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';

/** The tags of a key. Source: protocol reference §6.2. */
export const listResourceTags: RpcHandler = async (call, services) => {
  const { keyId, tags = [] } = await askedKey(call, services);
  return { Tags: { Tag: tags.map(([TagKey, TagValue]) => ({ KeyId: keyId, TagKey, TagValue })) } };
};

import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { keyMetadata } from './key-metadata.ts';

/** What a key is, by its id or an alias. Nothing here protects a key from its deletion but the time that it takes. Source: protocol reference §6.2. */
export const describeKey: RpcHandler = async (call, services) => {
  const key = await askedKey(call, services, { byAlias: true });
  return { KeyMetadata: { ...keyMetadata(key, services), DeletionProtection: 'Disabled', DeletionProtectionDescription: '' } };
};

import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';

/** Keeps a key that was to be destroyed, enabled. Source: protocol reference §6.2, §6.3. */
export const cancelKeyDeletion: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  await services.kmsKeys.change(keyId, 'CancelKeyDeletion', () => ({ state: 'Enabled', deleteAt: undefined }));
  return {};
};

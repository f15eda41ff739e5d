import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';

/** Lets a key be used, at once and for objects as well. Source: protocol reference §6.2, §6.3. */
export const enableKey: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  await services.kmsKeys.change(keyId, 'EnableKey', () => ({ state: 'Enabled' }));
  return {};
};

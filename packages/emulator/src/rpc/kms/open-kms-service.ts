import type { RpcHandler } from '../rpc-call.ts';
import { requirePermission } from './require-permission.ts';

/** The service is always open here. Source: protocol reference §6.2. */
export const openKmsService: RpcHandler = async (call, services) => {
  await requirePermission(call, services, [{ path: '*' }]);
  return {};
};

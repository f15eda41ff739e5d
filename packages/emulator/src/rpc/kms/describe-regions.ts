import type { RpcHandler } from '../rpc-call.ts';
import { requirePermission } from './require-permission.ts';

/** The one region of this server. Source: protocol reference §6.2. */
export const describeRegions: RpcHandler = async (call, services) => {
  await requirePermission(call, services, [{ path: '*' }]);
  return { Regions: { Region: [{ RegionId: services.region }] } };
};

import { kmsKeyResource } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { pageOf } from './paging.ts';
import { refuseParameters } from './read-parameters.ts';
import { requirePermission } from './require-permission.ts';

/** The keys of the account, the service's own among them. 501 `NotImplemented` for filters. Source: protocol reference §6.2. */
export const listKeys: RpcHandler = async (call, services) => {
  await requirePermission(call, services, [{ path: 'key' }]);
  refuseParameters(call.parameters, ['Filters']);
  const { items, about } = pageOf(call.parameters, await services.kmsKeys.keyIds());
  return { Keys: { Key: items.map((keyId) => ({ KeyId: keyId, KeyArn: kmsKeyResource({ ...services, keyId }) })) }, ...about };
};

import { RpcError } from '@sse/core';
import type { KmsKey } from '../../domain/kms/kms-key.ts';
import type { RpcCall, RpcServices } from '../rpc-call.ts';
import { requiredText } from './read-parameters.ts';
import { requirePermission, type KmsResource } from './require-permission.ts';

export interface AskedKeyOptions {
  /** Which parameter names the key; default `KeyId`. */
  readonly parameter?: string;
  /** Whether it may be an alias; default no, which is 400 `Unsupported.Alias`. */
  readonly byAlias?: boolean;
  /** What the caller needs the permission for besides the key. */
  readonly besides?: readonly KmsResource[];
}

/**
 * The key that a parameter names, of a caller who may do the operation to it. 400 `MissingParameter`, 404 `Forbidden.AliasNotFound`, 403
 * `Forbidden.NoPermission`, 404 `Forbidden.KeyNotFound`, in this order: only who has the permission learns which ids there are.
 */
export async function askedKey(call: RpcCall, services: RpcServices, options: AskedKeyOptions = {}): Promise<KmsKey> {
  const { parameter = 'KeyId', byAlias = false, besides = [] } = options;
  const keyRef = requiredText(call.parameters, parameter);
  if (!byAlias && keyRef.startsWith('alias/')) throw new RpcError('Unsupported.Alias');
  return permittedKey(call, services, await services.kmsKeys.resolve(keyRef), besides);
}

/** The key of that id, of a caller who may do the operation to it. 403 `Forbidden.NoPermission`, 404 `Forbidden.KeyNotFound`. */
export async function permittedKey(
  call: RpcCall,
  services: RpcServices,
  keyId: string,
  besides: readonly KmsResource[] = [],
): Promise<KmsKey> {
  const key = await services.kmsKeys.find(keyId);
  await requirePermission(call, services, [{ path: `key/${keyId}`, key }, ...besides]);
  if (key === undefined) throw new RpcError('Forbidden.KeyNotFound');
  return key;
}

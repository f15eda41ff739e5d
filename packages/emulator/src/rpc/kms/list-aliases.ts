import { kmsResource } from '@sse/core';
import { KeyServiceError } from '../../ports/key-service.ts';
import type { RpcDocument, RpcHandler, RpcServices } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { pageOf } from './paging.ts';
import { requirePermission } from './require-permission.ts';

/** All aliases, in order. Source: protocol reference §6.2. */
export const listAliases: RpcHandler = async (call, services) => {
  const { kmsKeys } = services;
  await requirePermission(call, services, [{ path: 'alias' }]);
  const { items, about } = pageOf(call.parameters, await kmsKeys.aliases.list());
  const found = await Promise.all(
    items.map(async (alias) => {
      const keyId = await keyOf(alias, services);
      return keyId === undefined ? [] : [aliasDocument(alias, keyId, services)];
    }),
  );
  return { Aliases: { Alias: found.flat() }, ...about };
};

/** The aliases of one key. Source: protocol reference §6.2. */
export const listAliasesByKeyId: RpcHandler = async (call, services) => {
  const { keyId, aliases } = await askedKey(call, services);
  const { items, about } = pageOf(call.parameters, aliases.toSorted());
  return { Aliases: { Alias: items.map((alias) => aliasDocument(alias, keyId, services)) }, ...about };
};

/** `undefined` for an alias that was deleted after it was listed. */
async function keyOf(alias: string, { kmsKeys }: RpcServices): Promise<string | undefined> {
  try {
    return await kmsKeys.resolve(alias);
  } catch (error) {
    if (error instanceof KeyServiceError && error.code === 'AliasNotFound') return undefined;
    throw error;
  }
}

function aliasDocument(alias: string, keyId: string, services: RpcServices): RpcDocument {
  return { KeyId: keyId, AliasName: alias, AliasArn: kmsResource({ ...services, path: alias }) };
}

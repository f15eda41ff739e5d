import type { RpcHandler } from '../rpc-call.ts';
import { aliasName } from './alias-name.ts';
import { permittedKey } from './asked-key.ts';

/** Takes a name away from its key; needs the permission for the alias and for the key. Source: protocol reference §6.2, §6.5. */
export const deleteAlias: RpcHandler = async (call, services) => {
  const alias = aliasName(call.parameters);
  const { kmsKeys } = services;
  await permittedKey(call, services, await kmsKeys.resolve(alias), [{ path: alias }]);
  await kmsKeys.aliases.delete(alias);
  return {};
};

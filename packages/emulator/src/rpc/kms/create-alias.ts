import type { RpcHandler } from '../rpc-call.ts';
import { aliasName } from './alias-name.ts';
import { askedKey } from './asked-key.ts';

/** Gives a key another name; needs the permission for the alias and for the key. Source: protocol reference §6.2, §6.5. */
export const createAlias: RpcHandler = async (call, services) => {
  const alias = aliasName(call.parameters);
  const { keyId } = await askedKey(call, services, { besides: [{ path: alias }] });
  await services.kmsKeys.aliases.create(alias, keyId);
  return {};
};

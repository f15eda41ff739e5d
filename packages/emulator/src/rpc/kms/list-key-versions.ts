import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { keyVersion } from './key-version.ts';
import { pageOf } from './paging.ts';

/** The versions of a key, newest first. Source: protocol reference §6.2. */
export const listKeyVersions: RpcHandler = async (call, services) => {
  const { keyId, versions } = await askedKey(call, services);
  const { items, about } = pageOf(call.parameters, versions);
  return { KeyVersions: { KeyVersion: items.map((version) => keyVersion(keyId, version)) }, ...about };
};

import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { keyVersion } from './key-version.ts';

/** A new version of a key, which encrypts from now on; what older ones encrypted can still be decrypted. Source: protocol reference §6.2. */
export const createKeyVersion: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  return { KeyVersion: keyVersion(keyId, await services.kmsKeys.addVersion(keyId)) };
};

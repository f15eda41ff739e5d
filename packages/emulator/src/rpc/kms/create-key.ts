import { invalidParameter, type RpcParameters } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { keyMetadata } from './key-metadata.ts';
import { oneOf, refuseParameters } from './read-parameters.ts';
import { requirePermission } from './require-permission.ts';
import { rotationSeconds } from './rotation.ts';
import { givenTags, withTags } from './tags.ts';

const UNSERVED_SPECS = ['Aliyun_SM4', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P256K', 'EC_SM2', 'EC_ED25519'] as const;
/** In characters. */
const longestDescription = 8192;

/**
 * A new key for encryption, which objects can be encrypted under as well. 501 `NotImplemented` for other kinds of keys, for those whose material is
 * imported or lies in hardware, and for key policies. Source: protocol reference §6.2.
 */
export const createKey: RpcHandler = async (call, services) => {
  const { parameters } = call;
  await requirePermission(call, services, [{ path: 'key' }]);
  refuseOtherKinds(parameters);
  const tags = parameters.has('Tags') ? withTags([], givenTags(parameters)) : undefined;
  const traits = { description: descriptionOf(parameters), tags, rotationSeconds: rotationSeconds(parameters) };
  return { KeyMetadata: keyMetadata(await services.kmsKeys.create(traits), services) };
};

/** 400 `InvalidParameter` for one that is too long. */
export function descriptionOf(parameters: RpcParameters): string | undefined {
  const text = parameters.get('Description');
  if (text !== undefined && text.length > longestDescription) throw invalidParameter('Description');
  return text;
}

function refuseOtherKinds(parameters: RpcParameters): void {
  oneOf(parameters, 'KeySpec', ['Aliyun_AES_256'], UNSERVED_SPECS);
  oneOf(parameters, 'KeyUsage', ['ENCRYPT/DECRYPT'], ['SIGN/VERIFY']);
  oneOf(parameters, 'Origin', ['Aliyun_KMS'], ['EXTERNAL']);
  oneOf(parameters, 'ProtectionLevel', ['SOFTWARE'], ['HSM']);
  refuseParameters(parameters, ['DKMSInstanceId', 'Policy']);
}

import { invalidParameter, missingParameter } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { rotationSeconds } from './rotation.ts';

const name = 'EnableAutomaticRotation';

/** Has a key rotated every so often, or not any more. 400 `InvalidParameter` for the service's own key, which is never rotated by itself. Source: protocol reference §6.2. */
export const updateRotationPolicy: RpcHandler = async (call, services) => {
  const { keyId, isDefault } = await askedKey(call, services);
  if (!call.parameters.has(name)) throw missingParameter(name);
  const rotation = { rotationSeconds: rotationSeconds(call.parameters) };
  if (isDefault && rotation.rotationSeconds !== undefined) throw invalidParameter('KeyId');
  await services.kmsKeys.change(keyId, 'UpdateRotationPolicy', () => rotation);
  return {};
};

import { missingParameter } from '@sse/core';
import type { RpcHandler } from '../rpc-call.ts';
import { askedKey } from './asked-key.ts';
import { wholeNumber } from './read-parameters.ts';

const name = 'PendingWindowInDays';
const dayMs = 86_400_000;

/** Has a key destroyed in 7 to 366 days, with what is encrypted under it; from now on it cannot be used. Source: protocol reference §6.2, §6.3. */
export const scheduleKeyDeletion: RpcHandler = async (call, services) => {
  const { keyId } = await askedKey(call, services);
  const days = wholeNumber(call.parameters, name, [7, 366]);
  if (days === undefined) throw missingParameter(name);
  const deleteAt = services.now() + days * dayMs;
  await services.kmsKeys.change(keyId, 'ScheduleKeyDeletion', () => ({ state: 'PendingDeletion', deleteAt }));
  return {};
};

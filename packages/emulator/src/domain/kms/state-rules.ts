import { RpcError, type RpcErrorCode } from '@sse/core';
import type { KeyState } from '../../ports/key-service.ts';

/** What is refused in which state; a state that is not named refuses nothing. */
type StateRule = Readonly<Partial<Record<KeyState, RpcErrorCode>>>;

const USE: StateRule = {
  Disabled: 'Rejected.Disabled',
  PendingDeletion: 'Rejected.PendingDeletion',
  PendingImport: 'Rejected.PendingImport',
};
const SWITCH: StateRule = { PendingDeletion: 'Rejected.StateModifiedFailed', PendingImport: 'Rejected.StateModifiedFailed' };
const SCHEDULE: StateRule = { PendingDeletion: 'Rejected.StateModifiedFailed' };
const CANCEL: StateRule = {
  Enabled: 'Rejected.StateModifiedFailed',
  Disabled: 'Rejected.StateModifiedFailed',
  PendingImport: 'Rejected.StateModifiedFailed',
};
const AMEND: StateRule = { PendingDeletion: 'Rejected.PendingDeletion' };

/** Changes that the state of a key has a say in (protocol reference §6.3); what encrypts and decrypts asks `requireEnabled`. UpdateAlias looks at the key that the alias is to name. */
const STATE_RULES = {
  CreateKeyVersion: USE,
  UpdateRotationPolicy: USE,
  EnableKey: SWITCH,
  DisableKey: SWITCH,
  ScheduleKeyDeletion: SCHEDULE,
  CancelKeyDeletion: CANCEL,
  CreateAlias: SCHEDULE,
  UpdateAlias: AMEND,
  UpdateKeyDescription: AMEND,
  TagResource: AMEND,
  UntagResource: AMEND,
} as const satisfies Readonly<Record<string, StateRule>>;

export type StatefulOperation = keyof typeof STATE_RULES;

/** Throws 409 `Rejected.…` where a key in that state does not have the operation done to it. */
export function requireState(operation: StatefulOperation, state: KeyState): void {
  const rule: StateRule = STATE_RULES[operation];
  const code = rule[state];
  if (code !== undefined) throw new RpcError(code);
}

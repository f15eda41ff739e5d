import { ADMIN_OPERATIONS, OPERATIONS, type AdminOperationName, type OperationEntry, type OperationName } from '@sse/core';

/** What a request does: an operation of the service, or one of an emulator's admin interface. */
export type CallName = OperationName | AdminOperationName;

/** What the row of an operation says about requests and replies. */
export type CallEntry = Pick<OperationEntry, 'method' | 'query' | 'success'>;

/** The row of an operation. */
export function operationEntry(name: CallName): CallEntry {
  return isAdmin(name) ? ADMIN_OPERATIONS[name] : OPERATIONS[name];
}

function isAdmin(name: CallName): name is AdminOperationName {
  return Object.hasOwn(ADMIN_OPERATIONS, name);
}

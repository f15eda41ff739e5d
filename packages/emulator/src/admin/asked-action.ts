import { OPERATIONS, RpcError, type OperationEntry } from '@sse/core';
import { nearestName } from '../config/nearest-name.ts';

const actionForm = /^[a-z]+:[A-Za-z]+$/;
const entries: readonly OperationEntry[] = Object.values(OPERATIONS);
const OSS_ACTIONS: ReadonlySet<string> = new Set(
  entries.flatMap(({ action, versionAction, sourceAction }) => [action, versionAction, sourceAction]).filter((name) => name !== undefined),
);

/** Throws 400 `InvalidParameter` for what is no action, and for actions of OSS that no operation has, with the name that was meant. */
export function checkAskedAction(action: string): void {
  if (!actionForm.test(action)) throw invalid('an action such as oss:PutObject');
  if (!action.startsWith('oss:') || OSS_ACTIONS.has(action)) return;
  const meant = nearestName(action, OSS_ACTIONS);
  throw invalid(`an action of an operation${meant === undefined ? '' : `, such as ${meant}`}, got ${action}`);
}

function invalid(expected: string): RpcError {
  return new RpcError('InvalidParameter', `The document is not valid at action: expected ${expected}.`);
}

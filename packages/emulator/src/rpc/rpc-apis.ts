import { invalidParameter, missingParameter, RpcError } from '@sse/core';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { KMS_OPERATIONS } from './kms/kms-operations.ts';
import type { RpcHandler } from './rpc-call.ts';

interface RpcApi {
  readonly name: string;
  /** By action; `undefined` is one that the vendor has and this server has not. */
  readonly operations: Readonly<Record<string, RpcHandler | undefined>>;
  /** Whether its errors have a member `HttpStatus` (protocol reference §6.4). */
  readonly namesHttpStatus?: boolean;
}

/** The interfaces by their version, which clients send with every request (protocol reference §5.5, §6.1). */
const APIS: Readonly<Record<string, RpcApi>> = {
  '2015-04-01': {
    name: 'sts',
    operations: {
      AssumeRole: assumeRole,
      GetCallerIdentity: getCallerIdentity,
      AssumeRoleWithSAML: undefined,
      AssumeRoleWithOIDC: undefined,
    },
  },
  '2016-01-20': { name: 'kms', operations: KMS_OPERATIONS, namesHttpStatus: true },
};

/** An operation with the name under which the access log knows it, such as `sts:AssumeRole`. */
export interface RpcOperation {
  readonly name: string;
  readonly run: RpcHandler;
}

/**
 * The operation that an action of a version is. 400 `MissingParameter`, 400 `InvalidParameter` for another version, 404 `InvalidAction.NotFound`,
 * 501 `NotImplemented` for what the vendor has and this server has not.
 */
export function findOperation(version: string | undefined, action: string | undefined): RpcOperation | RpcError {
  if (!action) return missingParameter('Action');
  if (!version) return missingParameter('Version');
  const api = apiOf(version);
  if (api === undefined) return invalidParameter('Version');
  if (!Object.hasOwn(api.operations, action)) return new RpcError('InvalidAction.NotFound');
  const run = api.operations[action];
  if (run !== undefined) return { name: `${api.name}:${action}`, run };
  return new RpcError('NotImplemented', `${api.name.toUpperCase()} ${action.slice(0, 64)} is not implemented by this server.`);
}

/** Whether errors of the interface of that version have a member `HttpStatus`. */
export function namesHttpStatus(version: string | undefined): boolean {
  return version !== undefined && apiOf(version)?.namesHttpStatus === true;
}

function apiOf(version: string): RpcApi | undefined {
  return Object.hasOwn(APIS, version) ? APIS[version] : undefined;
}

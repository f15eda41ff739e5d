import { missingParameter, OssError, parsePolicy, RpcError, type RpcParameters } from '@sse/core';
import { utf8 } from '@sse/core/primitives';

/** What AssumeRole is asked for, as far as it is known without the role. */
export interface AssumeRoleParameters {
  readonly roleAccountId: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** A policy that was parsed; absent where the role's policies hold as they are. */
  readonly policy: string | undefined;
  readonly durationSeconds: number;
  readonly externalId: string | undefined;
}

const roleArn = /^acs:ram::(?<account>\d{1,32}):role\/(?<name>[A-Za-z0-9._-]{1,64})$/;
const sessionName = /^[A-Za-z0-9.@_-]{2,32}$/;
/** In seconds; the most is the role's to say. */
const duration = { least: 900, usual: 3600 } as const;
/** In bytes. */
const longestPolicy = 1024;

/**
 * Reads the parameters of AssumeRole: 400 `MissingParameter`, 400 `InvalidParameter.…` of the one that is wrong, 501 `NotImplemented` for a
 * `SourceIdentity`, which would have to be kept and compared later. Source: protocol reference §5.5.
 */
export function assumeRoleParameters(parameters: RpcParameters): AssumeRoleParameters | RpcError {
  const missing = ['RoleArn', 'RoleSessionName'].find((name) => !parameters.get(name));
  if (missing !== undefined) return missingParameter(missing);
  if (parameters.has('SourceIdentity')) return new RpcError('NotImplemented', 'SourceIdentity is not implemented by this server.');
  const role = roleArn.exec(parameters.get('RoleArn') ?? '')?.groups;
  if (role === undefined) return new RpcError('InvalidParameter.RoleArn');
  const session = parameters.get('RoleSessionName') ?? '';
  if (!sessionName.test(session)) return new RpcError('InvalidParameter.RoleSessionName');
  const durationSeconds = readDuration(parameters.get('DurationSeconds'));
  if (durationSeconds instanceof RpcError) return durationSeconds;
  const policy = parameters.get('Policy');
  const wrongPolicy = policy === undefined ? undefined : refusePolicy(policy);
  if (wrongPolicy !== undefined) return wrongPolicy;
  return {
    roleAccountId: role['account'] ?? '',
    roleName: role['name'] ?? '',
    sessionName: session,
    policy,
    durationSeconds,
    externalId: parameters.get('ExternalId'),
  };
}

/** 400 `InvalidParameter.DurationSeconds` for a session that would be longer than its role allows. */
export function refuseDuration(durationSeconds: number, maxSessionSeconds: number): RpcError | undefined {
  if (durationSeconds <= maxSessionSeconds) return undefined;
  const message = `The Min/Max value of DurationSeconds is 15min/${maxSessionSeconds / 3600}hr.`;
  return new RpcError('InvalidParameter.DurationSeconds', message);
}

function readDuration(text: string | undefined): number | RpcError {
  if (text === undefined) return duration.usual;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return seconds < duration.least ? new RpcError('InvalidParameter.DurationSeconds') : seconds;
}

function refusePolicy(policy: string): RpcError | undefined {
  if (utf8(policy).length > longestPolicy) return new RpcError('InvalidParameter.PolicySize');
  const parsed = parsePolicy(policy, 'identity');
  if (!(parsed instanceof OssError)) return undefined;
  return new RpcError('InvalidParameter.PolicyGrammar', `The parameter Policy has not passed grammar check. ${parsed.message}`);
}

import type { ConditionContext, RpcParameters } from '@sse/core';
import type { Session } from '../domain/bucket-key.ts';
import type { KmsKeys } from '../domain/kms/kms-keys.ts';
import type { Credential, Identities } from '../domain/ram/identities.ts';
import type { Ram } from '../domain/ram/ram.ts';
import type { SessionTokens } from '../domain/ram/session-tokens.ts';

/** What the RPC interfaces stand on. */
export interface RpcServices {
  /** Such as `cn-hangzhou`. */
  readonly region: string;
  readonly accountId: string;
  readonly ram: { readonly roles: Pick<Ram['roles'], 'find'> };
  readonly identities: Identities;
  readonly tokens: Pick<SessionTokens, 'issue'>;
  readonly kmsKeys: KmsKeys;
  readonly now: () => number;
}

/** A request whose signature was verified, as an operation sees it. */
export interface RpcCall extends Pick<Credential, 'caller' | 'sessionPolicy'> {
  /** Such as `sts:AssumeRole`: what policies call the action, and the access log. */
  readonly operation: string;
  readonly parameters: RpcParameters;
  readonly session: Session;
  /** What conditions of policies compare with. */
  readonly context: ConditionContext;
}

/** What an operation answers, besides the `RequestId`. Members that are `undefined` are left out; in XML a list is an element for each of its items. */
export interface RpcDocument {
  readonly [member: string]: RpcValue | readonly RpcValue[] | undefined;
}

/** A value of a document. */
export type RpcValue = string | number | boolean | RpcDocument;

/** Answers a call; throws `RpcError` or `Fault`. */
export type RpcHandler = (call: RpcCall, services: RpcServices) => Promise<RpcDocument>;

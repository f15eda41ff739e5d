import type { Caller, NamedPolicy } from '@sse/core';
import type { Session } from '../bucket-key.ts';

/** Who an access key, with its token, belongs to, and what the signature is checked against. */
export interface Credential {
  readonly accessKeySecret: string;
  /** The token that must come along, and when it ends (ms since 1970); absent for long-term keys. */
  readonly securityToken?: string | undefined;
  readonly securityTokenExpiresAt?: number | undefined;
  readonly caller: Exclude<Caller, { kind: 'anonymous' }>;
  /** Only of a session that was narrowed when its role was assumed. */
  readonly sessionPolicy?: NamedPolicy | undefined;
}

/** What requests ask of RAM; every answer rests on rows that were read in the request's session. */
export interface Identities {
  /**
   * `undefined` when there is no such key, when it is inactive, or when its user or role is gone. A temporary key (`STS.…`) is found by its
   * token only: without one, or with one that nobody here gave out, there is none.
   */
  credentialOf(session: Session, accessKeyId: string, securityToken: string | undefined): Promise<Credential | undefined>;
  /** The policies that hold for a caller: own ones, those of groups, managed ones; none for the account itself and for anonymous callers. */
  policiesOf(session: Session, caller: Caller): Promise<readonly NamedPolicy[]>;
}

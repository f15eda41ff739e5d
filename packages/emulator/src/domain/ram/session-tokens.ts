import type { RamRole } from './ram-rows.ts';

/** What a role is assumed with. */
export interface RoleSession {
  readonly role: RamRole;
  /** 2 to 32 characters of `A-Za-z0-9.@_-`. */
  readonly sessionName: string;
  /** A policy that narrows the role's, as JSON text that was parsed before; absent: the role's hold as they are. */
  readonly policy?: string | undefined;
  readonly durationSeconds: number;
}

/** Credentials that end. */
export interface TemporaryCredentials {
  /** `STS.` and more. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  /** Ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Tokens carry their session themselves, sealed under the system scope's key: nothing is stored for them. They end with their time, with their role,
 * or with the key's row.
 */
export interface SessionTokens {
  issue(session: RoleSession): Promise<TemporaryCredentials>;
}

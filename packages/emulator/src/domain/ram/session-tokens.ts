import { Fault, type FaultCode } from '@sse/core';
import { fromBase64, toBase64 } from '@sse/core/primitives';
import { openSession, type Session } from '../bucket-key.ts';
import type { KeyHierarchy } from '../key-hierarchy.ts';
import { keyspace, systemScope } from '../keyspace.ts';
import { newAccessKey } from '../new-access-key.ts';
import type { RamRole } from './ram-rows.ts';

/** What a role is assumed with. */
interface RoleSession {
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

/** What a token carries. */
interface SessionToken {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly roleId: string;
  readonly role: string;
  readonly sessionName: string;
  readonly policy?: string;
  /** Ms since 1970. */
  readonly expiresAt: number;
}

/**
 * Tokens carry their session themselves, sealed under the system scope's key: nothing is stored for them. They end with their time, with their role,
 * or with the key's row.
 */
export interface SessionTokens {
  issue(session: RoleSession): Promise<TemporaryCredentials>;
  /** What a token carries, whether or not its time is over; `undefined` when nobody gave it out here. Never throws for what it is given. */
  open(session: Session, securityToken: string): Promise<SessionToken | undefined>;
}

export interface SessionTokensOptions {
  readonly keys: KeyHierarchy;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** Longer than any token that is given out, in characters: nothing beyond it is looked at. */
const longestToken = 8192;
/** How a text fails that is no token of this store: no sealed row, under no key that is here, or not of this key. */
const foreign: ReadonlySet<FaultCode> = new Set<FaultCode>(['malformed', 'key-missing', 'not-authentic']);

export function sessionTokens({ keys: { rows, liveKeys }, now, random }: SessionTokensOptions): SessionTokens {
  const key = keyspace.sessionToken();
  return {
    async issue({ role, sessionName, policy, durationSeconds }) {
      const { accessKeyId, accessKeySecret } = newAccessKey(random, 'STS.');
      const expiresAt = now() + durationSeconds * 1000;
      const carried: SessionToken = {
        accessKeyId,
        secret: accessKeySecret,
        roleId: role.id,
        role: role.name,
        sessionName,
        ...(policy === undefined ? {} : { policy }),
        expiresAt,
      };
      const system = await liveKeys.local(openSession(), systemScope);
      return { accessKeyId, accessKeySecret, securityToken: toBase64(rows.seal(system, key, carried)), expiresAt };
    },
    async open(session, securityToken) {
      const sealed = securityToken.length > longestToken ? undefined : fromBase64(securityToken);
      if (sealed === undefined) return undefined;
      try {
        return await rows.open<SessionToken>(session, { scope: systemScope, key }, sealed);
      } catch (error) {
        if (error instanceof Fault && foreign.has(error.code)) return undefined;
        throw error;
      }
    },
  };
}

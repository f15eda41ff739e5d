import type { Caller, NamedPolicy } from '@sse/core';
import type { Session } from '../bucket-key.ts';
import { keyspace, systemScope } from '../keyspace.ts';
import type { RowAddress, SealedRows, Stored } from '../sealed-rows.ts';
import { accessKeyAddress, longestAccessKeyId, type AccessKeyRow } from './access-key-row.ts';
import { callerPolicies } from './caller-policies.ts';
import { identityRows } from './identity-rows.ts';
import { policyForms } from './policy-forms.ts';
import type { RamRole, RamUser } from './ram-rows.ts';
import type { SessionTokens } from './session-tokens.ts';

/** Who an access key, with its token, belongs to, and what the signature is checked against. */
export interface Credential {
  readonly accessKeySecret: string;
  /** The token that must come along, and when it ends (ms since 1970), which may be over; absent for long-term keys. */
  readonly securityToken?: string | undefined;
  readonly securityTokenExpiresAt?: number | undefined;
  readonly caller: Exclude<Caller, { kind: 'anonymous' }>;
  /** Only of a session that was narrowed when its role was assumed. */
  readonly sessionPolicy?: NamedPolicy | undefined;
}

/** Why a token does not go with the temporary key that it came along with. */
export type TokenRefusal = 'invalid-token' | 'token-of-another-key';

/** What requests ask of RAM; every answer rests on rows that were read in the request's session. */
export interface Identities {
  /**
   * `undefined` when there is no such key, when it is inactive, or when its user is gone (403 `InvalidAccessKeyId`); so for a temporary key (`STS.…`)
   * without a token, by which alone it is found. `'invalid-token'` when the token of a temporary key is none of this store, or of a role that
   * is gone or was made again (403 `InvalidSecurityToken`); `'token-of-another-key'` (403 `AccessKeyIdAndSecurityTokenNotMatch`). A token that came along with a long-term key is left to `checkToken`, and so
   * is one whose time is over.
   */
  credentialOf(session: Session, accessKeyId: string, securityToken: string | undefined): Promise<Credential | TokenRefusal | undefined>;
  /**
   * The policies that hold for a caller: own ones, those of groups, managed ones; none for the account itself, for anonymous callers, and for a user
   * or role that is gone. `Fault('not-authentic')` when one of them is not there or cannot be read.
   */
  policiesOf(session: Session, caller: Caller): Promise<readonly NamedPolicy[]>;
  /** The rows that the two above will read for an access key, as far as is known without reading any; for reading them ahead. */
  expectedRows(accessKeyId: string): RowAddress[];
}

/** Ids of temporary keys begin with it, and no others do. */
const temporary = 'STS.';

export function identities({ rows, tokens }: { readonly rows: SealedRows; readonly tokens: SessionTokens }): Identities {
  const forms = policyForms();
  const policies = callerPolicies({ rows, forms });
  const expected = identityRows(rows);

  async function longTerm(session: Session, accessKeyId: string): Promise<Credential | undefined> {
    if (accessKeyId.length > longestAccessKeyId) return undefined;
    const key = (await rows.read<AccessKeyRow>(session, accessKeyAddress(accessKeyId)))?.value;
    if (key === undefined) return undefined;
    if (key.user === undefined) return { accessKeySecret: key.secret, caller: { kind: 'root' } };
    if (key.status !== 'Active') return undefined;
    const user = await rows.read<RamUser>(session, { scope: systemScope, key: keyspace.user(key.user) });
    // A user that was made again between the two reads does not name the key.
    if (user?.value.accessKeyIds.includes(accessKeyId) !== true) return undefined;
    const caller = { kind: 'user', id: user.value.id, name: user.value.name } as const;
    policies.remember(session, caller, user);
    return { accessKeySecret: key.secret, caller };
  }

  async function ofToken(session: Session, accessKeyId: string, securityToken: string): Promise<Credential | TokenRefusal> {
    const token = await tokens.open(session, securityToken);
    if (token === undefined) return 'invalid-token';
    if (token.accessKeyId !== accessKeyId) return 'token-of-another-key';
    const role: Stored<RamRole> | undefined = await rows.read(session, { scope: systemScope, key: keyspace.role(token.role) });
    if (role?.value.id !== token.roleId) return 'invalid-token';
    expected.learn(accessKeyId, token.role);
    const caller = { kind: 'role-session', roleId: token.roleId, role: token.role, session: token.sessionName } as const;
    policies.remember(session, caller, role);
    return {
      accessKeySecret: token.secret,
      securityToken,
      securityTokenExpiresAt: token.expiresAt,
      caller,
      ...(token.policy === undefined ? {} : { sessionPolicy: forms.parse('session', token.policy) }),
    };
  }

  return {
    credentialOf: (session, accessKeyId, securityToken) =>
      securityToken !== undefined && accessKeyId.startsWith(temporary)
        ? ofToken(session, accessKeyId, securityToken)
        : longTerm(session, accessKeyId),
    policiesOf: (session, caller) => policies.of(session, caller),
    expectedRows: (accessKeyId) => expected.of(accessKeyId),
  };
}

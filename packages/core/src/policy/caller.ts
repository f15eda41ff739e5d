/** Who asks, once the signature was verified. */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** The account itself, which owns every bucket. */
  | { readonly kind: 'root' }
  /** A RAM user; `id` is what principals of bucket policies name. */
  | { readonly kind: 'user'; readonly id: string; readonly name: string }
  /** Whoever assumed a role, for as long as the token lives. */
  | { readonly kind: 'role-session'; readonly roleId: string; readonly role: string; readonly session: string };

/** The names under which a principal of a bucket policy covers the caller; none for anonymous callers, whom only `*` covers (protocol reference §5.1). */
export function principalNames(caller: Caller, accountId: string): readonly string[] {
  if (caller.kind === 'anonymous') return [];
  if (caller.kind === 'root') return [accountId];
  if (caller.kind === 'user') return [caller.id, callerArn(caller, accountId)];
  return [`arn:sts::${accountId}:assumed-role/${caller.role}/${caller.session}`, callerArn(caller, accountId)];
}

/** The resource name of a caller as STS and the access log show it (protocol reference §5.5). */
export function callerArn(caller: Caller, accountId: string): string {
  if (caller.kind === 'anonymous') return 'anonymous';
  if (caller.kind === 'root') return `acs:ram::${accountId}:root`;
  if (caller.kind === 'user') return `acs:ram::${accountId}:user/${caller.name}`;
  return `acs:sts::${accountId}:assumed-role/${caller.role}/${caller.session}`;
}

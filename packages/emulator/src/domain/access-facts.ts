import { Fault, OssError, parsePolicy, type AccessFacts, type Caller, type NamedPolicy } from '@sse/core';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { Documents } from './documents.ts';
import type { PublicAccess } from './public-access.ts';
import type { Identities } from './ram/identities.ts';

/** Who asks, and to what its token was narrowed. */
export interface Requester {
  readonly caller: Caller;
  /** Absent: not narrowed. */
  readonly sessionPolicy?: NamedPolicy | undefined;
}

/**
 * Gathers what `authorize` judges by, from rows that are read in the session, but for the ACL of an object. Without a bucket it is about the account,
 * keys and roles.
 */
export type AccessFactsOf = (session: Session, requester: Requester, bucket: Bucket | undefined) => Promise<AccessFacts>;

export interface AccessFactsOptions {
  readonly accountId: string;
  readonly documents: Pick<Documents, 'read'>;
  readonly identities: Pick<Identities, 'policiesOf'>;
  readonly publicAccess: Pick<PublicAccess, 'isBlocked'>;
}

export function accessFacts({ accountId, documents, identities, publicAccess }: AccessFactsOptions): AccessFactsOf {
  const parsed = new WeakMap<object, NamedPolicy>();

  /** Parsed once for as long as its row is kept in memory. */
  function policyOf(row: { readonly policy?: string }, bucket: Bucket): NamedPolicy | undefined {
    if (row.policy === undefined) return undefined;
    const known = parsed.get(row);
    if (known !== undefined) return known;
    const policy = parsePolicy(row.policy, 'bucket');
    if (policy instanceof OssError) throw new Fault('not-authentic', 'the policy of a bucket can not be read', { cause: policy });
    const named = { name: `bucket ${bucket.name}`, ...policy };
    parsed.set(row, named);
    return named;
  }

  return async (session, { caller, sessionPolicy }, bucket) => {
    const own = { caller, accountId, sessionPolicy, identityPolicies: await identities.policiesOf(session, caller) };
    if (bucket === undefined) return { ...own, publicAccessBlocked: false };
    const row = await documents.read(session, bucket.id, 'acl');
    const bucketPolicy = policyOf(row, bucket);
    // Only what opens a bucket to the public depends on it, which changes nothing for the account.
    const publicAccessBlocked = caller.kind !== 'root' && (await publicAccess.isBlocked(session, bucket));
    return { ...own, bucketPolicy, bucketAcl: row.grant, publicAccessBlocked };
  };
}

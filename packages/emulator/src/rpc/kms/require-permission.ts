import { authorize, kmsResource, RpcError, type AccessFacts } from '@sse/core';
import type { KmsKey } from '../../domain/kms/kms-key.ts';
import { tagContext } from '../../domain/kms/tag-context.ts';
import type { RpcCall, RpcServices } from '../rpc-call.ts';

/** What an operation is done to. */
export interface KmsResource {
  /** `key`, `alias`, `key/<id>`, `alias/<name>`; `*` where it is about neither. */
  readonly path: string;
  /** Of a key that is there: conditions may ask for its tags. */
  readonly key?: KmsKey | undefined;
}

/**
 * 403 `Forbidden.NoPermission` unless the caller may do the operation to every one of these: the account may, others whose policies, within those of
 * their session, say so. Conditions may compare `kms:tag/<key>` with the tags of the key. Source: protocol reference §6.5.
 */
export async function requirePermission(call: RpcCall, services: RpcServices, resources: readonly KmsResource[]): Promise<void> {
  const { caller, sessionPolicy, session, operation: action } = call;
  const { region, accountId, identities } = services;
  const identityPolicies = await identities.policiesOf(session, caller);
  const facts: AccessFacts = { caller, accountId, identityPolicies, sessionPolicy, publicAccessBlocked: false };
  for (const { path, key } of resources) {
    const context = { ...call.context, ...tagContext(key) };
    const wanted = { action, resources: [kmsResource({ region, accountId, path })], context };
    if (authorize(facts, wanted).effect === 'Deny') throw new RpcError('Forbidden.NoPermission');
  }
}

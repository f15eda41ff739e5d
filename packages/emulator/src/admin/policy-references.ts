import { RpcError, type JsonObject, type PolicyReference } from '@sse/core';
import type { AttachedPolicy } from '../domain/ram/ram-rows.ts';

/** Policies as RAM keeps them. */
export function attachedPolicies(references: readonly PolicyReference[] | undefined): readonly AttachedPolicy[] | undefined {
  return references?.map((each) => (typeof each === 'string' ? { managed: each } : { document: JSON.stringify(each) }));
}

/** Policies as they are shown. */
export function policyReferences(attached: readonly AttachedPolicy[]): readonly PolicyReference[] {
  return attached.map((policy) => ('managed' in policy ? policy.managed : documentJson(policy.document)));
}

/** The JSON of a policy that was parsed when it was put. */
export function documentJson(document: string): JsonObject {
  return JSON.parse(document) as JsonObject;
}

/** Exactly one of two members that exclude each other; throws 400 `InvalidParameter`. */
export function oneGiven(place: string, members: Readonly<Record<string, string | undefined>>): void {
  const given = Object.values(members).filter((value) => value !== undefined).length;
  const names = Object.keys(members).join(' or ');
  if (given !== 1) throw new RpcError('InvalidParameter', `The document is not valid at ${place}: expected one of ${names}, got ${given}.`);
}

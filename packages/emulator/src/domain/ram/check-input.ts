import { OssError, parsePolicy, RpcError } from '@sse/core';
import type { AttachedPolicy } from './ram-rows.ts';

/** As many policies as a user, a group or a role may have, groups as a user may be in, users as a role may trust by name: all fit one commit. */
const mostAttached = 20;
const namePattern = /^[A-Za-z0-9._-]{1,64}$/;
const userNamePattern = /^[A-Za-z0-9._@-]{1,64}$/;

/** Whether a user may have the name. */
export function isUserName(name: string): boolean {
  return userNamePattern.test(name);
}

/** Whether a group, a policy or a role may have the name. */
export function isName(name: string): boolean {
  return namePattern.test(name);
}

/** Throws `InvalidParameter`; the message says what was expected, and what came. */
export function invalid(what: string, expected: string, got: unknown): never {
  throw new RpcError('InvalidParameter', `The ${what} is not valid: expected ${expected}, got ${JSON.stringify(got)?.slice(0, 80)}.`);
}

/** Throws `MalformedPolicyDocument` with the place of what is wrong in a policy of a user, a group or a role, or in whom a role trusts. */
export function checkPolicyDocument(document: unknown, kind: 'identity' | 'trust' = 'identity'): string {
  if (typeof document !== 'string') return invalid('policy document', 'JSON text', document);
  const parsed = parsePolicy(document, kind);
  if (parsed instanceof OssError) throw new RpcError('MalformedPolicyDocument', parsed.message);
  return document;
}

/** The policies as they are kept. */
export function checkPolicies(policies: readonly AttachedPolicy[] = []): AttachedPolicy[] {
  checkCount('policies', policies);
  const checked = policies.map((policy): AttachedPolicy =>
    'document' in policy ? { document: checkPolicyDocument(policy.document) } : { managed: policy.managed },
  );
  const managed = checked.flatMap((policy) => ('managed' in policy ? [policy.managed] : []));
  checkNames('managed policies', managed, isName);
  return checked;
}

/** Names of what there can be, each of them once. */
export function checkNames(what: string, names: readonly string[], fits: (name: string) => boolean): string[] {
  checkCount(what, names);
  const wrong = names.find((name) => typeof name !== 'string' || !fits(name));
  if (wrong !== undefined) invalid(`list of ${what}`, 'names', wrong);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) invalid(`list of ${what}`, 'each of them once', twice);
  return [...names];
}

function checkCount(what: string, listed: readonly unknown[]): void {
  if (listed.length > mostAttached) invalid(`number of ${what}`, `at most ${mostAttached}`, listed.length);
}

import { parseIpBlock } from './ip-block.ts';
import type { NamedPolicy } from './judge.ts';
import type { Policy, PolicyStatement, StatementCondition } from './policy.ts';

/** Condition keys that tie a statement to known callers, whatever its principal (documentation of GetBucketPolicyStatus). */
const KNOWN_CALLERS: ReadonlySet<string> = new Set(['acs:sourceip', 'acs:sourcevpc', 'acs:sourcevpcid', 'acs:accessid']);
const EXACT: ReadonlySet<string> = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'IpAddress']);
/** Blocks with fewer leading bits are open to too many addresses to be a restriction. */
const fewestBits = 8;

/** Whether a statement allows something to everybody: the principal `*`, and no condition that ties it to known callers. */
export function isPublicStatement({ effect, principals = [], conditions }: PolicyStatement): boolean {
  return effect === 'Allow' && principals.includes('*') && !conditions.some(restricts);
}

/** Whether a bucket policy makes its bucket public, as GetBucketPolicyStatus says. */
export function isPublicPolicy({ statements }: Policy): boolean {
  return statements.some(isPublicStatement);
}

/**
 * What is left of a bucket policy where public access is blocked. Statements keep their numbers: those that are public cover nothing instead.
 */
export function withoutPublicStatements(policy: NamedPolicy): NamedPolicy {
  return { ...policy, statements: policy.statements.map((own) => (isPublicStatement(own) ? { ...own, actions: [] } : own)) };
}

function restricts({ operator, key, values }: StatementCondition): boolean {
  return EXACT.has(operator) && KNOWN_CALLERS.has(key.toLowerCase()) && values.every((value) => isNarrow(operator, value));
}

function isNarrow(operator: string, value: string): boolean {
  if (operator !== 'IpAddress') return operator !== 'StringLike' || !/[*?]/.test(value);
  const block = parseIpBlock(value);
  return block !== undefined && block.length >= fewestBits;
}

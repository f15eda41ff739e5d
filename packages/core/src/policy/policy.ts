/** Whether a statement allows what it covers, or forbids it, whatever else allows it. */
export type Effect = 'Allow' | 'Deny';

/** One comparison of a condition: any of `values` will do, of an operator that says "not" all of them must. */
export interface StatementCondition {
  readonly operator: ConditionOperator;
  /** As the policy spells it, such as `acs:SourceIp` or `oss:BucketTag/team`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** What a policy says about some actions on some resources (protocol reference §5.1). */
export interface PolicyStatement {
  readonly effect: Effect;
  /** Patterns such as `oss:Put*`; `*` is any run of characters, `?` one. */
  readonly actions: readonly string[];
  /** Patterns such as `acs:oss:*:*:bucket/*`. */
  readonly resources: readonly string[];
  /** Whom a bucket policy is about: user ids, `*`, or the names of assumed roles. Absent in policies of users, groups and roles. */
  readonly principals?: readonly string[];
  /** All of them must hold. */
  readonly conditions: readonly StatementCondition[];
}

export interface Policy {
  readonly statements: readonly PolicyStatement[];
}

/** The operators of conditions (protocol reference §5.1). */
export const CONDITION_OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'IpAddress',
  'NotIpAddress',
] as const;

export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

import { describe, expect, it } from 'vitest';
import { covers } from '../../src/policy/judge.ts';
import { CONDITION_OPERATORS, type ConditionOperator } from '../../src/policy/policy.ts';
import { OPERATORS } from '../../src/policy/condition-operators.ts';

/** Operator, values of the policy, value of the request, whether the statement covers it. */
const ROWS: readonly (readonly [ConditionOperator, readonly string[], string | undefined, boolean])[] = [
  ['StringEquals', ['a'], 'a', true],
  ['StringEquals', ['a'], 'A', false],
  ['StringEquals', ['b', 'a'], 'a', true],
  ['StringEquals', ['a*'], 'ab', false],
  ['StringEquals', ['a'], undefined, false],
  ['StringNotEquals', ['a'], 'b', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a'], undefined, true],
  ['StringEqualsIgnoreCase', ['Ab'], 'aB', true],
  ['StringEqualsIgnoreCase', ['Ab'], 'abc', false],
  ['StringNotEqualsIgnoreCase', ['Ab'], 'aB', false],
  ['StringNotEqualsIgnoreCase', ['Ab'], 'b', true],
  ['StringLike', ['logs/*'], 'logs/a/b', true],
  ['StringLike', ['logs/?'], 'logs/ab', false],
  ['StringLike', ['*'], '', true],
  ['StringLike', ['*'], undefined, false],
  ['StringNotLike', ['logs/*', 'tmp/*'], 'tmp/a', false],
  ['StringNotLike', ['logs/*', 'tmp/*'], 'other', true],
  ['NumericEquals', ['10'], '10.0', true],
  ['NumericEquals', ['10'], 'ten', false],
  ['NumericNotEquals', ['10'], '11', true],
  ['NumericNotEquals', ['10'], '10', false],
  ['NumericLessThan', ['10'], '9', true],
  ['NumericLessThan', ['10'], '10', false],
  ['NumericLessThanEquals', ['10'], '10', true],
  ['NumericLessThanEquals', ['10'], '10.5', false],
  ['NumericGreaterThan', ['9'], '10', true],
  ['NumericGreaterThan', ['9'], '9', false],
  ['NumericGreaterThanEquals', ['-1'], '-1', true],
  ['NumericGreaterThanEquals', ['-1'], '-2', false],
  ['DateEquals', ['2026-11-22T20:00:00Z'], '2026-11-23T04:00:00+08:00', true],
  ['DateEquals', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:01Z', false],
  ['DateNotEquals', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:01Z', true],
  ['DateNotEquals', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:00Z', false],
  ['DateLessThan', ['2026-11-22T20:00:00Z'], '2026-11-22T19:59:59Z', true],
  ['DateLessThan', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:00Z', false],
  ['DateLessThanEquals', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:00Z', true],
  ['DateLessThanEquals', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:01Z', false],
  ['DateGreaterThan', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:01Z', true],
  ['DateGreaterThan', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:00Z', false],
  ['DateGreaterThanEquals', ['2026-11-22T20:00:00Z'], '2026-11-22T20:00:00Z', true],
  ['DateGreaterThanEquals', ['2026-11-22T20:00:00Z'], 'yesterday', false],
  ['Bool', ['true'], 'true', true],
  ['Bool', ['true'], 'HTTPS', true],
  ['Bool', ['HTTP'], 'false', true],
  ['Bool', ['true'], 'false', false],
  ['Bool', ['true'], undefined, false],
  ['IpAddress', ['10.0.0.0/8', '::1'], '10.1.2.3', true],
  ['IpAddress', ['10.0.0.0/8', '::1'], '::1', true],
  ['IpAddress', ['10.0.0.0/8'], '11.0.0.1', false],
  ['IpAddress', ['0.0.0.0/0'], 'nowhere', false],
  ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.1.1', false],
  ['NotIpAddress', ['10.0.0.0/8'], '11.0.0.1', true],
];

describe('a condition', () => {
  it.each(ROWS)('%s %j of %j: %s', (operator, values, actual, expected) => {
    const statement = { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [{ operator, key: 'acs:Key', values }] } as const;
    const request = { action: 'oss:GetObject', resources: ['r'], callers: [], context: { 'ACS:key': actual } };
    expect(covers(statement, request)).toBe(expected);
  });

  it('is one of those that are known, each of which covers something and not everything', () => {
    expect(Object.keys(OPERATORS)).toEqual(CONDITION_OPERATORS);
    for (const operator of CONDITION_OPERATORS) {
      const outcomes = ROWS.filter(([name]) => name === operator).map(([, , , expected]) => expected);
      expect(new Set(outcomes), operator).toEqual(new Set([true, false]));
    }
  });

  it('must hold with all others, and its key may name a tag, whose case matters', () => {
    const team = { operator: 'StringEquals', key: 'oss:BucketTag/Team', values: ['blue'] } as const;
    const secure = { operator: 'Bool', key: 'acs:SecureTransport', values: ['true'] } as const;
    const statement = { effect: 'Allow', actions: ['*'], resources: ['*'], conditions: [team, secure] } as const;
    const judged = (context: Record<string, string>): boolean =>
      covers(statement, { action: 'oss:GetObject', resources: ['r'], callers: [], context });
    expect(judged({ 'OSS:buckettag/Team': 'blue', 'acs:SecureTransport': 'true' })).toBe(true);
    expect(judged({ 'oss:BucketTag/team': 'blue', 'acs:SecureTransport': 'true' })).toBe(false);
    expect(judged({ 'oss:BucketTag/Team': 'blue', 'acs:SecureTransport': 'false' })).toBe(false);
  });
});

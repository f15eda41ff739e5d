import { describe, expect, it } from 'vitest';
import type { ConditionContext } from '../../../src/policy/judge.ts';
import type { ConditionOperator } from '../../../src/policy/policy.ts';
import { allow, decided, deny } from './situation.ts';

/** An operator, the values of the policy, what the request has (absent: not the key at all), and whether the condition holds. */
type Row = readonly [operator: ConditionOperator, values: string | readonly string[], actual: ConditionContext[string], holds: boolean];

const DAY = '2026-11-22T00:00:00Z';
const NOON = '2026-11-22T12:00:00Z';

const STRINGS: readonly Row[] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'b', false],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 'a', undefined, false],
  ['StringEquals', '', '', true],
  ['StringEquals', '', undefined, false],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', 'a*', 'a*', true],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', ['a', 'b'], 'c', false],
  ['StringNotEquals', 'a', 'a', false],
  ['StringNotEquals', 'a', 'b', true],
  ['StringNotEquals', 'a', 'A', true],
  ['StringNotEquals', 'a', undefined, true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', ['a', 'b'], 'c', true],
  ['StringEqualsIgnoreCase', 'Key', 'kEY', true],
  ['StringEqualsIgnoreCase', 'Key', 'kEYs', false],
  ['StringEqualsIgnoreCase', 'Key', undefined, false],
  ['StringEqualsIgnoreCase', ['x', 'Key'], 'KEY', true],
  ['StringEqualsIgnoreCase', 'K*', 'key', false],
  ['StringNotEqualsIgnoreCase', 'Key', 'kEY', false],
  ['StringNotEqualsIgnoreCase', 'Key', 'lock', true],
  ['StringNotEqualsIgnoreCase', 'Key', undefined, true],
  ['StringNotEqualsIgnoreCase', ['x', 'Key'], 'X', false],
  ['StringLike', 'logs/*', 'logs/a', true],
  ['StringLike', 'logs/*', 'logs/', true],
  ['StringLike', 'logs/*', 'log/a', false],
  ['StringLike', 'logs/*', 'Logs/a', false],
  ['StringLike', 'logs/*', undefined, false],
  ['StringLike', '*', '', true],
  ['StringLike', '*', undefined, false],
  ['StringLike', 'a?c', 'abc', true],
  ['StringLike', 'a?c', 'ac', false],
  ['StringLike', 'a', 'ab', false],
  ['StringLike', ['x*', '*c'], 'abc', true],
  ['StringLike', ['x*', '*d'], 'abc', false],
  ['StringNotLike', 'logs/*', 'logs/a', false],
  ['StringNotLike', 'logs/*', 'data/a', true],
  ['StringNotLike', 'logs/*', undefined, true],
  ['StringNotLike', ['x*', '*c'], 'abc', false],
  ['StringNotLike', ['x*', '*d'], 'abc', true],
];

const NUMBERS: readonly Row[] = [
  ['NumericEquals', '10', '10', true],
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', '10', '11', false],
  ['NumericEquals', '10', undefined, false],
  ['NumericEquals', '10', 'ten', false],
  ['NumericEquals', ['1', '2'], '2', true],
  ['NumericNotEquals', '10', '10', false],
  ['NumericNotEquals', '10', '010', false],
  ['NumericNotEquals', '10', '11', true],
  ['NumericNotEquals', '10', undefined, true],
  ['NumericNotEquals', ['1', '2'], '2', false],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThan', '10', '-11', true],
  ['NumericLessThan', '10', undefined, false],
  ['NumericLessThan', ['5', '10'], '7', true],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericLessThanEquals', '10', '10.5', false],
  ['NumericLessThanEquals', '10', undefined, false],
  ['NumericGreaterThan', '10', '9', false],
  ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThan', '10', '100', true],
  ['NumericGreaterThan', '10', undefined, false],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericGreaterThanEquals', '10', '9.9', false],
  ['NumericGreaterThanEquals', '10', undefined, false],
];

const DATES: readonly Row[] = [
  ['DateEquals', DAY, DAY, true],
  ['DateEquals', DAY, '2026-11-22T08:00:00+08:00', true],
  ['DateEquals', DAY, NOON, false],
  ['DateEquals', DAY, undefined, false],
  ['DateEquals', [DAY, NOON], NOON, true],
  ['DateNotEquals', DAY, DAY, false],
  ['DateNotEquals', DAY, '2026-11-22T08:00:00+08:00', false],
  ['DateNotEquals', DAY, NOON, true],
  ['DateNotEquals', DAY, undefined, true],
  ['DateLessThan', NOON, DAY, true],
  ['DateLessThan', NOON, NOON, false],
  ['DateLessThan', NOON, '2026-11-22T19:59:59+08:00', true],
  ['DateLessThan', NOON, undefined, false],
  ['DateLessThan', NOON, 'yesterday', false],
  ['DateLessThanEquals', NOON, NOON, true],
  ['DateLessThanEquals', NOON, '2026-11-22T12:00:01Z', false],
  ['DateLessThanEquals', NOON, undefined, false],
  ['DateGreaterThan', DAY, NOON, true],
  ['DateGreaterThan', DAY, DAY, false],
  ['DateGreaterThan', DAY, undefined, false],
  ['DateGreaterThanEquals', DAY, DAY, true],
  ['DateGreaterThanEquals', NOON, DAY, false],
  ['DateGreaterThanEquals', NOON, undefined, false],
];

const TRUTHS_AND_ADDRESSES: readonly Row[] = [
  ['Bool', 'true', 'true', true],
  ['Bool', 'true', 'false', false],
  ['Bool', 'false', 'false', true],
  ['Bool', 'TRUE', 'true', true],
  ['Bool', 'HTTPS', 'true', true],
  ['Bool', 'HTTP', 'true', false],
  ['Bool', 'HTTP', 'false', true],
  ['Bool', 'true', undefined, false],
  ['Bool', 'false', undefined, false],
  ['Bool', ['true', 'false'], 'false', true],
  ['IpAddress', '10.0.0.1', '10.0.0.1', true],
  ['IpAddress', '10.0.0.1', '10.0.0.2', false],
  ['IpAddress', '10.0.0.0/8', '10.255.0.1', true],
  ['IpAddress', '10.0.0.0/8', '11.0.0.1', false],
  ['IpAddress', '10.0.0.0/31', '10.0.0.1', true],
  ['IpAddress', '10.0.0.0/31', '10.0.0.2', false],
  ['IpAddress', '0.0.0.0/0', '203.0.113.9', true],
  ['IpAddress', '0.0.0.0/0', '::1', false],
  ['IpAddress', '10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['IpAddress', 'fe80::/10', 'fe80::1', true],
  ['IpAddress', 'fe80::/10', 'fec0::1', false],
  ['IpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.3.4', true],
  ['IpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '172.16.0.1', false],
  ['IpAddress', '10.0.0.0/8', undefined, false],
  ['IpAddress', '10.0.0.0/8', 'unknown', false],
  ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
  ['NotIpAddress', '10.0.0.0/8', '11.1.2.3', true],
  ['NotIpAddress', '10.0.0.0/8', undefined, true],
  ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.3.4', false],
  ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '::1', true],
];

const SEVERAL_NAMES: readonly Row[] = [
  ['StringEquals', 'alias/app', ['id-1', 'alias/app'], true],
  ['StringEquals', 'alias/other', ['id-1', 'alias/app'], false],
  ['StringNotEquals', 'alias/app', ['id-1', 'alias/app'], false],
  ['StringNotEquals', 'alias/other', ['id-1', 'alias/app'], true],
  ['StringLike', 'alias/*', ['id-1', 'alias/app'], true],
  ['StringNotLike', 'alias/*', ['id-1', 'alias/app'], false],
  ['StringEquals', 'alias/app', [], false],
  ['StringNotEquals', 'alias/app', [], true],
];

describe.each([
  ['texts', STRINGS],
  ['numbers', NUMBERS],
  ['dates', DATES],
  ['truths and addresses', TRUTHS_AND_ADDRESSES],
  ['something with several names', SEVERAL_NAMES],
])('a condition on %s', (_, rows) => {
  const situation = ([operator, values, actual]: Row) => {
    const condition = { [operator]: { 'oss:Prefix': values } };
    return { condition, context: actual === undefined ? {} : { 'oss:Prefix': actual } };
  };

  it.each(rows)('%s %j of %j allows: %s', (...row) => {
    const { condition, context } = situation(row);
    expect(decided({ user: [allow('oss:*', '*', condition)], context })).toBe(row[3] ? 'Allow user.0' : 'Deny nothing');
  });

  it.each(rows)('%s %j of %j denies: %s', (...row) => {
    const { condition, context } = situation(row);
    expect(decided({ user: [allow('oss:*'), deny('oss:*', '*', condition)], context })).toBe(row[3] ? 'Deny user.1' : 'Allow user.0');
  });
});

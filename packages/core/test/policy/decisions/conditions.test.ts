import { describe, expect, it } from 'vitest';
import type { ConditionContext } from '../../../src/policy/judge.ts';
import { allow, decided } from './situation.ts';

const HOME = { 'acs:SourceIp': '10.1.2.3', 'acs:SecureTransport': 'true', 'oss:Prefix': 'logs/a', 'oss:BucketTag/Team': 'blue' };
const IN = { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } };
const TLS = { Bool: { 'acs:SecureTransport': 'true' } };

type Row = readonly [name: string, condition: object, context: ConditionContext, expected: string];

const ALLOWED = 'Allow user.0';
const NOTHING = 'Deny nothing';

const ROWS: readonly Row[] = [
  ['no condition', {}, {}, ALLOWED],
  ['two operators, both hold', { ...IN, ...TLS }, HOME, ALLOWED],
  ['two operators, the first does not', { ...IN, ...TLS }, { ...HOME, 'acs:SourceIp': '11.0.0.1' }, NOTHING],
  ['two operators, the second does not', { ...IN, ...TLS }, { ...HOME, 'acs:SecureTransport': 'false' }, NOTHING],
  ['two operators, neither does', { ...IN, ...TLS }, { 'acs:SourceIp': '11.0.0.1', 'acs:SecureTransport': 'false' }, NOTHING],
  ['two operators, one key is missing', { ...IN, ...TLS }, { 'acs:SourceIp': '10.1.2.3' }, NOTHING],
  ['two keys of one operator, both hold', { StringLike: { 'oss:Prefix': 'logs/*', 'oss:BucketTag/Team': 'b*' } }, HOME, ALLOWED],
  ['two keys of one operator, the first does not', { StringLike: { 'oss:Prefix': 'data/*', 'oss:BucketTag/Team': 'b*' } }, HOME, NOTHING],
  ['two keys of one operator, the second does not', { StringLike: { 'oss:Prefix': 'logs/*', 'oss:BucketTag/Team': 'r*' } }, HOME, NOTHING],
  ['two keys of one operator, one is missing', { StringLike: { 'oss:Prefix': 'logs/*', 'oss:Delimiter': '*' } }, HOME, NOTHING],
  ['two keys of a negative operator, both differ', { StringNotEquals: { 'oss:Prefix': 'x', 'oss:BucketTag/Team': 'y' } }, HOME, ALLOWED],
  [
    'two keys of a negative operator, one is equal',
    { StringNotEquals: { 'oss:Prefix': 'x', 'oss:BucketTag/Team': 'blue' } },
    HOME,
    NOTHING,
  ],
  ['two keys of a negative operator, one is missing', { StringNotEquals: { 'oss:Prefix': 'x', 'oss:Delimiter': 'y' } }, HOME, ALLOWED],
  [
    'one key in two operators that overlap',
    { StringLike: { 'oss:Prefix': 'logs/*' }, StringNotLike: { 'oss:Prefix': '*b' } },
    HOME,
    ALLOWED,
  ],
  [
    'one key in two operators that exclude',
    { StringLike: { 'oss:Prefix': 'logs/*' }, StringNotLike: { 'oss:Prefix': '*a' } },
    HOME,
    NOTHING,
  ],
  [
    'a range of numbers, inside',
    { NumericGreaterThan: { 'oss:Prefix': '1' }, NumericLessThan: { 'oss:Prefix': '5' } },
    { 'oss:Prefix': '3' },
    ALLOWED,
  ],
  [
    'a range of numbers, outside',
    { NumericGreaterThan: { 'oss:Prefix': '1' }, NumericLessThan: { 'oss:Prefix': '5' } },
    { 'oss:Prefix': '5' },
    NOTHING,
  ],
  ['a block without a part of it, inside', { ...IN, NotIpAddress: { 'acs:SourceIp': '10.9.0.0/16' } }, HOME, ALLOWED],
  ['a block without a part of it, in that part', { ...IN, NotIpAddress: { 'acs:SourceIp': '10.1.0.0/16' } }, HOME, NOTHING],
  ['the case of a key does not matter', { IpAddress: { 'ACS:sourceip': '10.0.0.0/8' } }, HOME, ALLOWED],
  ['the case of a key, in two spellings that both hold', { StringLike: { 'oss:prefix': 'logs/*', 'oss:Prefix': '*a' } }, HOME, ALLOWED],
  ['the case of a key, in two spellings of which one fails', { StringLike: { 'oss:prefix': 'logs/*', 'oss:Prefix': '*b' } }, HOME, NOTHING],
  ['the case of what is before the name of a tag does not matter', { StringEquals: { 'OSS:buckettag/Team': 'blue' } }, HOME, ALLOWED],
  ['the case of the name of a tag matters', { StringEquals: { 'oss:BucketTag/team': 'blue' } }, HOME, NOTHING],
  ['the case of the value of a tag matters', { StringEquals: { 'oss:BucketTag/Team': 'Blue' } }, HOME, NOTHING],
  ['names of JavaScript are no keys, in a tag', { StringLike: { 'oss:BucketTag/toString': '*' } }, HOME, NOTHING],
  ['one of many values', { StringEquals: { 'oss:Prefix': ['a', 'b', 'c', 'logs/a'] } }, HOME, ALLOWED],
  ['none of many values', { StringEquals: { 'oss:Prefix': ['a', 'b', 'c', 'logs/'] } }, HOME, NOTHING],
];

describe('conditions of one statement', () => {
  it.each(ROWS)('%s', (_, condition, context, expected) => {
    expect(decided({ user: [allow('oss:GetObject', '*', condition)], context })).toBe(expected);
  });
});

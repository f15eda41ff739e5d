import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/policy/caller.ts';
import { ACCOUNT, ALICE, allow, ANYONE, BOB, decided, deny, READER, ROOT, to } from './situation.ts';

type Row = readonly [principal: string | readonly string[], caller: Caller, covered: boolean];

const alice = '200000000000000001';
const session = `arn:sts::${ACCOUNT}:assumed-role/reader/alice`;

const ROWS: readonly Row[] = [
  [[alice], ALICE, true],
  [alice, ALICE, true],
  [[alice], BOB, false],
  [[alice], READER, false],
  [[alice], ANYONE, false],
  [[alice, '200000000000000002'], BOB, true],
  [[alice, '200000000000000002'], READER, false],
  [[alice, '200000000000000002'], ANYONE, false],
  [['2000000000000000*'], BOB, true],
  [['20000000000000000?'], ALICE, true],
  [['20000000000000000??'], ALICE, false],
  [['20000000000000000'], ALICE, false],
  [['*'], ALICE, true],
  [['*'], READER, true],
  [['*'], ANYONE, true],
  [[], ALICE, true],
  [[], READER, true],
  [[], ANYONE, true],
  ['*', ANYONE, true],
  [['alice'], ALICE, false],
  [[''], ANYONE, false],
  [[''], ALICE, false],
  [['anonymous'], ANYONE, false],
  [['?*'], ANYONE, false],
  [['**'], ANYONE, false],
  [[`acs:ram::${ACCOUNT}:user/alice`], ALICE, true],
  [[`acs:ram::${ACCOUNT}:user/*`], BOB, true],
  [[`acs:ram::${ACCOUNT}:user/alice`], READER, false],
  [[session], READER, true],
  [[session.replace('arn:', 'acs:')], READER, true],
  [[`arn:sts::${ACCOUNT}:assumed-role/reader/*`], READER, true],
  [[`arn:sts::${ACCOUNT}:assumed-role/*/alice`], READER, true],
  [[`arn:sts::${ACCOUNT}:assumed-role/*`], READER, true],
  [['arn:sts::*:assumed-role/reader/*'], READER, true],
  [[`arn:sts::${ACCOUNT}:assumed-role/*`], ALICE, false],
  [[`arn:sts::${ACCOUNT}:assumed-role/reader/bob`], READER, false],
  [[`arn:sts::${ACCOUNT}:assumed-role/writer/*`], READER, false],
  [['arn:sts::9999999999999999:assumed-role/reader/*'], READER, false],
  [['300000000000000001'], READER, false],
  [['9999999999999999'], ALICE, false],
  [['299999999999999999'], ALICE, false],
  [[ACCOUNT], ALICE, false],
  [[ACCOUNT], READER, false],
];

describe('a principal of a bucket policy', () => {
  it.each(ROWS)('%j covers %j: %s', (principal, by, covered) => {
    expect(decided({ by, bucket: [to(principal, allow('oss:GetObject'))] })).toBe(covered ? 'Allow bucket.0' : 'Deny nothing');
  });

  it.each([
    [[ACCOUNT], 'Deny bucket.0'],
    [['*'], 'Deny bucket.0'],
    [[], 'Deny bucket.0'],
    [[alice], 'Allow account'],
    [['9999999999999999'], 'Allow account'],
  ])('%j that is denied something is the account: %s', (principal, expected) => {
    expect(decided({ by: ROOT, bucket: [to(principal, deny('oss:GetObject'))] })).toBe(expected);
  });
});

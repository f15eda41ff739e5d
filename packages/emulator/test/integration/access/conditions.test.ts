import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Ask } from '../../support/signed-request.ts';
import { addBucket, addUser, type Stated, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
let bucket: string;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'alice');
  bucket = await addBucket(emulator);
  const tagging = '<Tagging><TagSet><Tag><Key>team</Key><Value>blue</Value></Tag></TagSet></Tagging>';
  await at({ method: 'PUT', bucket, query: [['tagging', '']], body: tagging }, emulator);
  await at({ method: 'PUT', bucket, key: 'tagged', body: 'x', headers: { 'x-oss-tagging': 'level=secret' } }, emulator);
});
beforeEach(() => user.may());
afterAll(() => emulator.close());

async function at(request: Ask, who: RunningEmulator | TestUser = user): Promise<number> {
  return (await ask(who, request)).status;
}

const get = (key: string): Ask => ({ method: 'GET', bucket, key });
const list = (...query: [string, string][]): Ask => ({ method: 'GET', bucket, query });
const tagged = (level: string): Ask => ({ method: 'PUT', bucket, key: 'new', body: '', headers: { 'x-oss-tagging': `level=${level}` } });
type Condition = NonNullable<Stated['Condition']>;

/** A condition, a request that fulfils it, and one that does not. */
interface Case {
  readonly name: string;
  readonly condition: Condition;
  readonly fits: () => Ask;
  /** Absent: every request here fulfils it. */
  readonly fitsNot?: () => Ask;
}

const CASES: readonly Case[] = [
  { name: 'acs:SourceIp', condition: { IpAddress: { 'acs:SourceIp': '127.0.0.0/8' } }, fits: () => get('tagged') },
  { name: 'acs:SecureTransport', condition: { Bool: { 'acs:SecureTransport': 'false' } }, fits: () => get('tagged') },
  { name: 'acs:CurrentTime', condition: { DateLessThan: { 'acs:CurrentTime': '2099-01-01T00:00:00Z' } }, fits: () => get('tagged') },
  { name: 'acs:MFAPresent', condition: { Bool: { 'acs:MFAPresent': 'false' } }, fits: () => get('tagged') },
  {
    name: 'acs:UserAgent',
    condition: { StringLike: { 'acs:UserAgent': 'good/*' } },
    fits: () => ({ ...get('tagged'), headers: { 'user-agent': 'good/1' } }),
    fitsNot: () => ({ ...get('tagged'), headers: { 'user-agent': 'bad/1' } }),
  },
  {
    name: 'oss:Prefix',
    condition: { StringLike: { 'oss:Prefix': ['mine/*', ''] } },
    fits: () => list(['prefix', 'mine/a']),
    fitsNot: () => list(['prefix', 'theirs/']),
  },
  {
    name: 'oss:Prefix that is not given',
    condition: { StringEquals: { 'oss:Prefix': '' } },
    fits: () => list(),
    fitsNot: () => list(['prefix', 'a']),
  },
  {
    name: 'oss:Delimiter',
    condition: { StringEquals: { 'oss:Delimiter': '/' } },
    fits: () => list(['list-type', '2'], ['delimiter', '/']),
    fitsNot: () => list(),
  },
  { name: 'oss:BucketTag', condition: { StringEquals: { 'oss:BucketTag/team': 'blue' } }, fits: () => get('tagged') },
  {
    name: 'oss:ExistingObjectTag',
    condition: { StringEquals: { 'oss:ExistingObjectTag/level': 'secret' } },
    fits: () => get('tagged'),
    fitsNot: () => get('missing'),
  },
  {
    name: 'oss:RequestObjectTag',
    condition: { StringEquals: { 'oss:RequestObjectTag/level': 'open' } },
    fits: () => tagged('open'),
    fitsNot: () => tagged('secret'),
  },
];

describe.each(CASES)('$name', ({ condition, fits, fitsNot }) => {
  it('decides whether a statement is about a request', async () => {
    expect(await at(fits())).toBe(403);
    await user.may({ Action: 'oss:*', Condition: condition });
    expect(await at(fits())).toBe(200);
    if (fitsNot !== undefined) expect(await at(fitsNot())).toBe(403);
    await user.may({ Action: 'oss:*' }, { Effect: 'Deny', Action: 'oss:*', Condition: condition });
    expect(await at(fits())).toBe(403);
    if (fitsNot !== undefined) expect(await at(fitsNot())).not.toBe(403);
  });
});

describe('acs:AccessId', () => {
  it('is the key that signed', async () => {
    await user.may({ Action: 'oss:*', Condition: { StringEquals: { 'acs:AccessId': user.accessKeyId } } });
    expect(await at(get('tagged'))).toBe(200);
    const other = await emulator.node.admin.ram.accessKeys.create(user.name);
    expect(await at(get('tagged'), { ...user, ...other })).toBe(403);
  });
});

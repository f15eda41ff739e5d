import { parsePolicy, OssError, type Caller, type NamedPolicy } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { refuseAssumption, type RoleAssumption } from '../../../src/domain/ram/assume-role.ts';
import type { RamRole, RoleTrust } from '../../../src/domain/ram/ram-rows.ts';

const accountId = '1000000000000001';
const alice: Caller = { kind: 'user', id: '200000000000000001', name: 'alice' };
const session: Caller = { kind: 'role-session', roleId: '300000000000000009', role: 'first', session: 's1' };
const reader = `acs:ram::${accountId}:role/reader`;

function role(trust: RoleTrust): RamRole {
  return { id: '300000000000000001', name: 'reader', createdAt: 0, trust, policies: [], maxSessionSeconds: 3600 };
}

function policy(Effect: string, Resource = '*', Condition?: object): NamedPolicy {
  const parsed = parsePolicy(
    JSON.stringify({ Version: '1', Statement: [{ Effect, Action: 'sts:AssumeRole', Resource, Condition }] }),
    'identity',
  );
  if (parsed instanceof OssError) throw parsed;
  return { ...parsed, name: 'test' };
}

/** A trust policy that allows whom it names, and what more its statements say. */
function trust(RAM: string, ...more: readonly object[]): RoleTrust {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM } }, ...more];
  return { document: JSON.stringify({ Version: '1', Statement }) };
}

function codeOf(assumption: Partial<RoleAssumption>): string {
  const refused = refuseAssumption({
    caller: alice,
    accountId,
    role: role({ users: [] }),
    identityPolicies: [],
    context: {},
    ...assumption,
  });
  return refused === undefined ? 'may' : `${refused.status} ${refused.code}`;
}
const no = '403 NoPermission';

describe('a role that names users', () => {
  const named = role({ users: ['alice'] });

  it.each<[string, Partial<RoleAssumption>, string]>([
    ['one of them, without a policy', {}, 'may'],
    ['another user', { caller: { ...alice, name: 'bob' } }, no],
    ['another user who is allowed to', { caller: { ...alice, name: 'bob' }, identityPolicies: [policy('Allow')] }, no],
    ['a user whose name differs in case', { caller: { ...alice, name: 'Alice' } }, no],
    ['one of them who is denied', { identityPolicies: [policy('Deny', reader)] }, no],
    ['one of them who is allowed and denied', { identityPolicies: [policy('Allow'), policy('Deny')] }, no],
    ['one of them who is denied another role', { identityPolicies: [policy('Deny', `${reader}2`)] }, 'may'],
    ['a session of a role', { caller: session, identityPolicies: [policy('Allow')] }, no],
    ['a session of a role with the name of one', { caller: { ...session, role: 'alice', session: 'alice' } }, no],
    ['the account', { caller: { kind: 'root' } }, no],
    ['nobody', { caller: { kind: 'anonymous' } }, no],
  ])('may be assumed by %s: %j', (_, assumption, expected) => {
    expect(codeOf({ role: named, ...assumption })).toBe(expected);
  });
});

describe('a role with a trust policy', () => {
  const allowed = { identityPolicies: [policy('Allow', reader)] };
  const assumed = { caller: session, ...allowed };

  it.each<[string, RoleTrust, Partial<RoleAssumption>, string]>([
    ['the account is trusted, the user allowed', trust(`acs:ram::${accountId}:root`), allowed, 'may'],
    ['the account is trusted, the user not allowed', trust(`acs:ram::${accountId}:root`), {}, no],
    ['the account is trusted, the user allowed another role', trust('*'), { identityPolicies: [policy('Allow', `${reader}2`)] }, no],
    ['another account is trusted', trust('acs:ram::1000000000000002:root'), allowed, no],
    ['the user is trusted', trust(`acs:ram::${accountId}:user/alice`), allowed, 'may'],
    ['another user is trusted', trust(`acs:ram::${accountId}:user/bob`), allowed, no],
    ['a role is trusted, a session of it asks', trust(`acs:ram::${accountId}:role/first`), assumed, 'may'],
    ['a session is trusted', trust(`acs:sts::${accountId}:assumed-role/first/s1`), assumed, 'may'],
    ['another session is trusted', trust(`acs:sts::${accountId}:assumed-role/first/s2`), assumed, no],
    ['the account is trusted, a session asks', trust(`acs:ram::${accountId}:root`), assumed, 'may'],
    ['the session was narrowed to less', trust('*'), { ...assumed, sessionPolicy: policy('Allow', `${reader}2`) }, no],
    ['the session was narrowed to this', trust('*'), { ...assumed, sessionPolicy: policy('Allow', reader) }, 'may'],
    [
      'somebody of it is denied',
      trust('*', { Effect: 'Deny', Action: 'sts:*', Principal: { RAM: `acs:ram::${accountId}:user/alice` } }),
      allowed,
      no,
    ],
    ['the account itself asks', trust('*'), { caller: { kind: 'root' } }, no],
  ])('%s', (_, trusted, assumption, expected) => {
    expect(codeOf({ role: role(trusted), ...assumption })).toBe(expected);
  });

  it('holds its conditions against the request', () => {
    const Statement = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { RAM: '*' },
      Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
    };
    const conditional = role({ document: JSON.stringify({ Version: '1', Statement: [Statement] }) });
    const asked = (context: RoleAssumption['context']) => codeOf({ role: conditional, ...allowed, context });
    expect([asked({}), asked({ 'sts:ExternalId': 'y' }), asked({ 'sts:ExternalId': 'x' })]).toEqual([no, no, 'may']);
  });

  it('that cannot be read lets nobody in', () => {
    expect(() => codeOf({ role: role({ document: '{}' }), ...allowed })).toThrow(expect.objectContaining({ code: 'not-authentic' }));
  });
});

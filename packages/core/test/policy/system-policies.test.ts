import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { isSystemPolicyName, SYSTEM_POLICIES } from '../../src/policy/system-policies.ts';

const ACTIONS = {
  AdministratorAccess: ['*'],
  AliyunOSSFullAccess: ['oss:*'],
  AliyunOSSReadOnlyAccess: ['oss:Get*', 'oss:List*'],
  AliyunKMSFullAccess: ['kms:*'],
  AliyunSTSAssumeRoleAccess: ['sts:AssumeRole'],
};

describe('the system policies', () => {
  it('allow what their names say, on everything', () => {
    const parsed = Object.entries(SYSTEM_POLICIES).map(([name, text]) => [name, parsePolicy(text, 'identity')]);
    const expected = Object.entries(ACTIONS).map(([name, actions]) => [
      name,
      { statements: [{ effect: 'Allow', actions, resources: ['*'], conditions: [] }] },
    ]);
    expect(parsed).toEqual(expected);
  });

  it('are known by their names, and not by those of JavaScript', () => {
    expect(Object.keys(ACTIONS).every(isSystemPolicyName)).toBe(true);
    expect(isSystemPolicyName('toString') || isSystemPolicyName('administratoraccess')).toBe(false);
  });
});

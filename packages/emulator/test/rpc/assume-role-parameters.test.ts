import { describe, expect, it } from 'vitest';
import { assumeRoleParameters, refuseDuration } from '../../src/rpc/assume-role-parameters.ts';

const right = { RoleArn: 'acs:ram::1:role/r', RoleSessionName: 'me' };
const policy = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

function read(changes: Readonly<Record<string, string | undefined>>): ReturnType<typeof assumeRoleParameters> {
  const pairs = Object.entries({ ...right, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return assumeRoleParameters(new Map(pairs));
}

describe('assumeRoleParameters', () => {
  it.each<[Readonly<Record<string, string | undefined>>, object]>([
    [{}, { roleAccountId: '1', roleName: 'r', sessionName: 'me', durationSeconds: 3600, policy: undefined, externalId: undefined }],
    [{ DurationSeconds: '900' }, { durationSeconds: 900 }],
    [{ DurationSeconds: '43200' }, { durationSeconds: 43_200 }],
    [{ RoleSessionName: 'a.b@c_d-E9' }, { sessionName: 'a.b@c_d-E9' }],
    [{ RoleSessionName: 'x'.repeat(32) }, { sessionName: 'x'.repeat(32) }],
    [{ Policy: policy.padEnd(1024) }, { policy: policy.padEnd(1024) }],
    [{ ExternalId: 'x', Unknown: 'y' }, { externalId: 'x' }],
  ])('reads %j', (changes, expected) => {
    expect(read(changes)).toMatchObject(expected);
  });

  it.each<[Readonly<Record<string, string | undefined>>, string]>([
    [{ RoleArn: undefined }, 'MissingParameter'],
    [{ RoleArn: '' }, 'MissingParameter'],
    [{ RoleSessionName: undefined }, 'MissingParameter'],
    [{ RoleArn: 'r' }, 'InvalidParameter.RoleArn'],
    [{ RoleArn: 'acs:ram::1:user/r' }, 'InvalidParameter.RoleArn'],
    [{ RoleArn: 'acs:ram::x:role/r' }, 'InvalidParameter.RoleArn'],
    [{ RoleArn: 'acs:ram::1:role/' }, 'InvalidParameter.RoleArn'],
    [{ RoleArn: 'acs:ram::1:role/a/b' }, 'InvalidParameter.RoleArn'],
    [{ RoleArn: 'acs:ram::1:role/r\n' }, 'InvalidParameter.RoleArn'],
    [{ RoleSessionName: 'x' }, 'InvalidParameter.RoleSessionName'],
    [{ RoleSessionName: 'x'.repeat(33) }, 'InvalidParameter.RoleSessionName'],
    [{ RoleSessionName: 'a b' }, 'InvalidParameter.RoleSessionName'],
    [{ RoleSessionName: 'a/b' }, 'InvalidParameter.RoleSessionName'],
    [{ DurationSeconds: '899' }, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: '' }, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: '-900' }, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: '1e4' }, 'InvalidParameter.DurationSeconds'],
    [{ DurationSeconds: '900.5' }, 'InvalidParameter.DurationSeconds'],
    [{ Policy: '' }, 'InvalidParameter.PolicyGrammar'],
    [{ Policy: '{}' }, 'InvalidParameter.PolicyGrammar'],
    [{ Policy: policy.padEnd(1025) }, 'InvalidParameter.PolicySize'],
    [{ Policy: 'ü'.repeat(513) }, 'InvalidParameter.PolicySize'],
  ])('refuses %j', (changes, code) => {
    expect(read(changes)).toMatchObject({ code, status: 400 });
  });

  it('refuses by name what would have to be kept', () => {
    expect(read({ SourceIdentity: 'alice' })).toMatchObject({ code: 'NotImplemented', message: expect.stringContaining('SourceIdentity') });
  });
});

it.each([
  [3600, 3600, undefined],
  [3601, 3600, 'The Min/Max value of DurationSeconds is 15min/1hr.'],
  [43_201, 43_200, 'The Min/Max value of DurationSeconds is 15min/12hr.'],
])('%i seconds of a role that allows %i', (seconds, most, message) => {
  expect(refuseDuration(seconds, most)?.message).toBe(message);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/index.ts';
import { OFFLINE, shell, shellWithServer, type Outcome } from '../run.ts';

const statement = { Effect: 'Allow', Action: ['oss:PutObject'], Resource: ['acs:oss:*:*:photos/*'] };
const condition = { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } };
const policy = { Version: '1', Statement: [{ ...statement, Condition: condition }] };

describe('sse policy explain', () => {
  async function explainer(): Promise<(...args: readonly string[]) => Promise<Outcome>> {
    const { sse, folder } = await shellWithServer();
    writeFileSync(join(folder, 'p.json'), JSON.stringify(policy));
    writeFileSync(join(folder, 'narrow.json'), JSON.stringify({ Version: '1', Statement: [{ ...statement, Action: ['oss:GetObject'] }] }));
    await sse(['mb', 'oss://photos']);
    await sse(['admin', 'user', 'put', 'alice', '--policy-file', 'p.json']);
    await sse(['admin', 'role', 'put', 'writer', '--trust', 'alice', '--policy-file', 'p.json']);
    return (...args) => sse(['policy', 'explain', '--action', 'oss:PutObject', '--resource', 'photos/a', ...args]);
  }

  it('says that it is allowed, and by which statement', async () => {
    const explain = await explainer();
    const { code, stdout, stderr } = await explain('--user', 'alice', '--condition', 'acs:SourceIp=10.0.0.1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^allowed: Statement\[0\] of the policy "user alice: inline 1" allows the caller to do oss:PutObject on [^\n]+\.\n\{\n/,
    );
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toEqual(policy.Statement[0]);
  });

  it('says that it is denied, by an exit code of its own', async () => {
    const explain = await explainer();
    const denied = await explain('--user', 'alice', '--condition', 'acs:SourceIp=192.168.0.1');
    expect(denied).toEqual({ code: EXIT_CODES.negative, stdout: expect.stringMatching(/^denied: No policy allows [^\n]+\n$/), stderr: '' });
    expect((await explain('--anonymous')).code).toBe(EXIT_CODES.negative);
    expect((await explain('--root')).code).toBe(EXIT_CODES.done);
    const ip = ['--condition', 'acs:SourceIp=10.0.0.1'];
    expect((await explain('--role', 'writer', '--session', 's', ...ip)).code).toBe(EXIT_CODES.done);
    const narrowed = await explain('--role', 'writer', '--session-policy-file', 'narrow.json', ...ip);
    expect(narrowed).toMatchObject({ code: EXIT_CODES.negative, stdout: expect.stringContaining('narrowed') });
  });

  it('says it in JSON', async () => {
    const explain = await explainer();
    const several = ['--condition', 'acs:SourceIp=192.168.0.1', '--condition', 'acs:SourceIp=10.0.0.1'];
    const { code, stdout } = await explain('--user', 'alice', ...several, '--json');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { allowed: true, ground: { of: 'identity' }, statement: { Effect: 'Allow' } }]);
    const denied = await explain('--anonymous', '--json');
    expect([denied.code, JSON.parse(denied.stdout), denied.stderr]).toMatchObject([5, { allowed: false, ground: { kind: 'acl' } }, '']);
  });

  it('says that there is no such user', async () => {
    const explain = await explainer();
    expect(await explain('--user', 'nobody')).toMatchObject({
      code: EXIT_CODES.service,
      stderr: expect.stringContaining('EntityNotExist.User'),
    });
  });

  it.each([
    [[], 'expected one of --user, --role, --anonymous and --root'],
    [['--user', 'a', '--root'], 'expected one of --user'],
    [['--user', 'a', '--session', 's'], 'only with --role'],
    [['--user', 'a', '--condition', 'x'], 'expected --condition key=value, got "x"'],
  ])('refuses %j', async (args, words) => {
    const given = ['policy', 'explain', '--action', 'oss:PutObject', '--resource', 'photos/a', ...args];
    expect(await shell(OFFLINE).sse(given)).toMatchObject({ code: EXIT_CODES.usage, stdout: '', stderr: expect.stringContaining(words) });
  });
});

describe('sse policy check', () => {
  const bucketPolicy = { Version: '1', Statement: [{ ...statement, Principal: ['*'] }] };

  it.each([
    [JSON.stringify(policy), 'identity', 'p.json is a policy of users, groups and roles\n'],
    [JSON.stringify(bucketPolicy), 'bucket', 'p.json is a policy of buckets\n'],
  ])('knows %s', async (text, kind, words) => {
    const { sse, folder } = shell();
    writeFileSync(join(folder, 'p.json'), text);
    expect(await sse(['policy', 'check', 'p.json'])).toEqual({ code: 0, stdout: words, stderr: '' });
    expect(JSON.parse((await sse(['policy', 'check', 'p.json', '--json'])).stdout)).toEqual({ file: 'p.json', valid: true, kind });
  });

  it.each([
    ['no JSON', 'expected JSON'],
    [JSON.stringify(bucketPolicy).replace('"Allow"', '"Perhaps"'), 'Statement[0].Effect'],
    [JSON.stringify(policy).replace('10.0.0.0/8', 'here'), 'Statement[0].Condition.IpAddress.acs:SourceIp'],
    [JSON.stringify(bucketPolicy).replace('["*"]', '[5]'), 'Statement[0].Principal'],
  ])('says what is wrong with %s', async (text, words) => {
    const { sse, folder } = shell();
    writeFileSync(join(folder, 'p.json'), text);
    const { code, stdout, stderr } = await sse(['policy', 'check', 'p.json']);
    expect({ code, stderr }).toEqual({ code: EXIT_CODES.negative, stderr: '' });
    expect(stdout).toMatch(/^p\.json: [^\n]+\n$/);
    expect(stdout).toContain(words);
    expect(JSON.parse((await sse(['policy', 'check', 'p.json', '--json'])).stdout)).toMatchObject({
      valid: false,
      reason: expect.stringContaining(words),
    });
  });

  it('says that a file is missing', async () => {
    expect(await shell().sse(['policy', 'check', 'p.json'])).toMatchObject({ code: EXIT_CODES.file, stdout: '' });
  });
});

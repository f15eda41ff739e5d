import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/index.ts';
import { OFFLINE, shell, shellWithServer, type Shell } from '../run.ts';

const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:*'], Resource: ['acs:oss:*:*:*'] }] };
const write = ({ folder }: Shell, name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const parsed = (text: string): unknown =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('sse admin', () => {
  it('keeps users with policies, groups and keys', async () => {
    const server = await shellWithServer();
    const { sse } = server;
    write(server, 'p.json', policy);
    expect((await sse(['admin', 'group', 'put', 'ops', '--policy', 'AliyunOSSReadOnlyAccess'])).stdout).toContain(
      'AliyunOSSReadOnlyAccess',
    );
    const put = await sse([
      'admin',
      'user',
      'put',
      'alice',
      '--policy',
      'AliyunKMSFullAccess',
      '--policy-file',
      'p.json',
      '--group',
      'ops',
    ]);
    expect(put).toMatchObject({ code: 0, stderr: '' });
    expect(put.stdout).toMatch(/^user {12}alice\nid {14}2\d{17}\n/);
    expect(put.stdout).toContain(
      `policies        AliyunKMSFullAccess, ${JSON.stringify(policy)}\ngroups          ops\naccess keys     none\n`,
    );
    const shown = await sse(['admin', 'user', 'show', 'alice', '--json']);
    expect(parsed(shown.stdout)).toMatchObject([{ name: 'alice', policies: ['AliyunKMSFullAccess', policy], groups: ['ops'] }]);
    await sse(['admin', 'user', 'put', 'bob', '--id', '200000000000000042']);
    expect((await sse(['admin', 'user', 'list'])).stdout).toBe('alice\nbob\n');
    expect(parsed((await sse(['admin', 'user', 'list', '--json'])).stdout)).toMatchObject([
      { name: 'alice' },
      { id: '200000000000000042' },
    ]);
    expect(await sse(['admin', 'group', 'delete', 'ops'])).toMatchObject({
      code: EXIT_CODES.service,
      stderr: expect.stringMatching(/^sse: DeleteConflict\.Group\.User: [^\n]+ \(HTTP 409, request id [0-9A-F]{24}\)\n$/),
    });
    expect((await sse(['admin', 'user', 'delete', 'alice'])).stdout).toBe('deleted user alice\n');
    expect(parsed((await sse(['admin', 'group', 'delete', 'ops', '--json'])).stdout)).toEqual([{ deleted: 'ops' }]);
  });

  it('shows the secret of a key when it is made, and by no other command', async () => {
    const server = await shellWithServer();
    const { sse, environment } = server;
    await sse(['admin', 'user', 'put', 'alice', '--policy', 'AliyunOSSFullAccess']);
    const made = await sse(['admin', 'access-key', 'create', 'alice']);
    const { id = '', secret = '' } = /access key id {3}(?<id>\S+)\nsecret {10}(?<secret>\S+)\n/.exec(made.stdout)?.groups ?? {};
    const asAlice = { environment: { ...environment, OSS_ACCESS_KEY_ID: id, OSS_ACCESS_KEY_SECRET: secret } };
    expect(await sse(['mb', 'oss://photos'], asAlice)).toMatchObject({ code: 0 });
    const disabled = await sse(['admin', 'access-key', 'disable', id]);
    expect(disabled.stdout).toMatch(new RegExp(`Z {2}Inactive {2}${id} {2}alice\n$`));
    expect(await sse(['ls'], asAlice)).toMatchObject({ code: EXIT_CODES.service, stderr: expect.stringContaining('InvalidAccessKeyId') });
    expect((await sse(['admin', 'access-key', 'enable', id])).stdout).toContain('Active');
    const listed = await sse(['admin', 'access-key', 'list', 'alice', '--json']);
    expect(parsed(listed.stdout)).toMatchObject([{ accessKeyId: id, user: 'alice', status: 'Active' }]);
    for (const { stdout } of [disabled, listed]) expect(stdout).not.toContain(secret);
    expect((await sse(['admin', 'access-key', 'delete', id])).stdout).toBe(`deleted access key ${id}\n`);
    write(server, 'secret', 'alice-secret\n');
    const given = ['admin', 'access-key', 'create', 'alice', '--id', 'LTAIalice', '--secret-file', 'secret', '--json'];
    expect(parsed((await sse(given)).stdout)).toMatchObject([{ accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' }]);
  });

  it('keeps managed policies, and roles with their trust', async () => {
    const server = await shellWithServer();
    const { sse } = server;
    const trust = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::*:root'] } }] };
    write(server, 'p.json', policy);
    write(server, 'trust.json', trust);
    expect((await sse(['admin', 'policy', 'put', 'all', '--policy-file', 'p.json'])).stdout).toContain(
      `document        ${JSON.stringify(policy)}\n`,
    );
    await sse(['admin', 'user', 'put', 'alice']);
    const made = await sse(['admin', 'role', 'put', 'reader', '--trust', 'alice', '--policy', 'all', '--max-session', '7200']);
    expect(made.stdout).toMatch(/^role {12}reader\nid {14}3\d{17}\n[^]*trust {11}alice\npolicies {8}all\nlongest session 7200 s\n$/);
    await sse(['admin', 'role', 'put', 'reader', '--trust-file', 'trust.json']);
    expect(parsed((await sse(['admin', 'role', 'show', 'reader', '--json'])).stdout)).toMatchObject([
      { trust, policies: [], maxSessionSeconds: 3600 },
    ]);
    expect((await sse(['admin', 'role', 'list'])).stdout).toBe('reader\n');
    expect((await sse(['admin', 'role', 'delete', 'reader'])).stdout).toBe('deleted role reader\n');
    expect((await sse(['admin', 'policy', 'delete', 'all'])).stdout).toBe('deleted policy all\n');
  });

  it.each([
    [['user'], 'put'],
    [['user', 'put'], "missing required argument 'name'"],
    [['user', 'put', 'a/b'], 'expected a name'],
    [['user', 'put', 'alice', '--policy-file', 'text'], 'expected a policy, which is a JSON object, in text'],
    [['user', 'put', 'alice', '--policy-file', 'twice'], 'expected every member of an object once, got "Effect" twice in twice'],
    [['role', 'put', 'r', '--trust-file', 'twice'], 'expected every member of an object once, got "Effect" twice in twice'],
    [['policy', 'put', 'all'], "required option '--policy-file <file>' not specified"],
    [['role', 'put', 'r'], 'expected --trust or --trust-file'],
    [['role', 'put', 'r', '--trust', 'a', '--trust-file', 'f'], 'expected --trust or --trust-file'],
    [['role', 'put', 'r', '--trust', 'a', '--max-session', '1h'], 'expected --max-session in seconds, got "1h"'],
    [['access-key', 'create', 'alice', '--id', 'LTAIalice'], 'expected --id and --secret-file'],
  ])('refuses %j', async (args, words) => {
    const here = shell(OFFLINE);
    write(here, 'text', 'no JSON');
    write(here, 'twice', '{"Version":"1","Statement":[{"Effect":"Deny","Effect":"Allow"}]}');
    const { code, stdout, stderr } = await here.sse(['admin', ...args]);
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('says that a file is missing', async () => {
    const missing = ['admin', 'user', 'put', 'alice', '--policy-file', 'missing.json'];
    expect(await shell(OFFLINE).sse(missing)).toMatchObject({ code: EXIT_CODES.file, stderr: expect.stringContaining('ENOENT') });
  });
});

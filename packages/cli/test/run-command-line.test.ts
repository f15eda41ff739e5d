import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../src/index.ts';
import { OFFLINE, shell } from './run.ts';

describe('sse', () => {
  it('explains itself, with examples, on standard output', async () => {
    const help = await shell().sse(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const word of [
      'bucket-encryption',
      'admin',
      'policy',
      'mb',
      'rb',
      'ls',
      'put',
      'get',
      'stat',
      'rm',
      'OSS_ENDPOINT',
      'Examples:',
    ]) {
      expect(help.stdout).toContain(word);
    }
    expect((await shell().sse(['bucket-encryption', '--help'])).stdout).toContain('sse bucket-encryption put oss://photos');
  });

  it('shows help as an error when there is no command', async () => {
    expect(await shell().sse([])).toMatchObject({ code: EXIT_CODES.usage, stdout: '', stderr: expect.stringContaining('Usage: sse') });
  });

  it('prints its version', async () => {
    expect(await shell().sse(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['ls', '--frob'], "unknown option '--frob'"],
    [['lss'], "unknown command 'lss' (did you mean ls?)"],
    [['mb'], "missing required argument 'bucket'"],
    [['mb', 'photos'], 'expected oss://bucket'],
    [['mb', 'oss://photos/key'], 'expected a bucket'],
    [['rm', 'oss://photos'], 'expected an object'],
    [['put', '-', 'oss://photos'], 'expected an object'],
    [['put', '-', 'oss://photos/a', '--meta', 'novalue'], 'expected --meta name=value'],
    [['put', '-', 'oss://photos/a', '--meta', 'bad name=x'], 'expected names of metadata'],
    [['put', '-', 'oss://photos/a', '--meta', 'a=1', '--meta', 'a=2'], 'got a name twice'],
    [['ls', '--addressing', 'virtual-host'], 'expected a host name'],
    [['put', '-', 'oss://photos/a', '--sse-algorithm', 'AES256', '--kms-masterkey-id', 'k'], 'only with --sse-algorithm KMS'],
    [['bucket-encryption', 'put', 'oss://photos'], 'expected --sse-algorithm'],
    [['bucket-encryption', 'put', 'oss://photos', '--sse-algorithm', 'ROT13'], 'got "ROT13"'],
    [['ls', '--endpoint', 'ftp://x'], 'expected an endpoint'],
    [['ls', '--region', 'no region'], 'expected a region'],
    [['ls', '--addressing', 'x'], 'expected --addressing'],
  ])('refuses %j in one line that says what was expected', async (args, words) => {
    const { code, stdout, stderr } = await shell(OFFLINE).sse(args);
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
    expect(stderr).toMatch(/^sse: [^\n]+\n$/);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain(OFFLINE.OSS_ACCESS_KEY_SECRET);
  });

  it('says which variable is missing', async () => {
    const { code, stderr } = await shell({ ...OFFLINE, OSS_ACCESS_KEY_SECRET: '' }).sse(['ls']);
    expect({ code, stderr }).toEqual({
      code: EXIT_CODES.usage,
      stderr: 'sse: expected credentials in OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, but OSS_ACCESS_KEY_SECRET is not set\n',
    });
  });

  it('says in JSON what it says in words, with the same code', async () => {
    const { sse } = shell(OFFLINE);
    const words = await sse(['rm', 'oss://photos']);
    const json = await sse(['--json', 'rm', 'oss://photos']);
    expect(json.code).toBe(words.code);
    expect(JSON.parse(json.stderr)).toEqual({ error: { kind: 'usage', message: words.stderr.slice('sse: '.length, -1) } });
  });

  it('does not mix JSON with content on standard output', async () => {
    const { code, stderr } = await shell(OFFLINE).sse(['get', 'oss://photos/a', '-', '--json']);
    expect(code).toBe(EXIT_CODES.usage);
    expect(stderr).toContain('got both');
  });

  it('tells an unreachable server from a refusal', async () => {
    const { code, stderr } = await shell(OFFLINE).sse(['rb', 'oss://photos']);
    expect(code).toBe(EXIT_CODES.transport);
    expect(stderr).toMatch(/^sse: DeleteBucket: .*ECONNREFUSED.*\n$/);
  });

  it('says that a file cannot be read', async () => {
    const { sse, folder } = shell(OFFLINE);
    expect(await sse(['put', 'nothing-here', 'oss://photos/a'])).toMatchObject({
      code: EXIT_CODES.file,
      stderr: expect.stringContaining('ENOENT'),
    });
    expect(await sse(['put', folder, 'oss://photos/a'])).toMatchObject({
      code: EXIT_CODES.file,
      stderr: expect.stringContaining('expected a file'),
    });
  });

  it('stops when it is interrupted', async () => {
    const signal = AbortSignal.abort(new Error('SIGINT'));
    expect(await shell(OFFLINE).sse(['ls'], { signal })).toMatchObject({ code: EXIT_CODES.interrupted, stderr: 'sse: interrupted\n' });
  });
});

import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/index.ts';
import { shellWithServer } from '../run.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('buckets', () => {
  it('are made, listed, described and removed', async () => {
    const { sse } = await shellWithServer();
    expect(await sse(['mb', 'oss://photos'])).toEqual({ code: 0, stdout: 'made oss://photos\n', stderr: '' });
    expect((await sse(['mb', 'oss://secrets', '--sse-algorithm', 'SM4'])).stdout).toBe('made oss://secrets, encrypts with SM4\n');
    const listed = (await sse(['ls'])).stdout;
    expect(listed).toMatch(/^\S+Z {2}Standard +oss-cn-hangzhou {2}oss:\/\/photos\n\S+Z .*oss:\/\/secrets\n$/);
    const described = (await sse(['stat', 'oss://secrets'])).stdout;
    expect(described).toMatch(/^bucket {10}oss:\/\/secrets\n/);
    expect(described).toMatch(/^encryption {6}SM4$/m);
    expect((await sse(['rb', 'oss://secrets'])).stdout).toBe('removed oss://secrets\n');
    expect((await sse(['ls'])).stdout).not.toContain('secrets');
  });

  it('are told in JSON, a line each', async () => {
    const { sse } = await shellWithServer();
    expect(JSON.parse((await sse(['mb', 'oss://photos', '--json'])).stdout)).toEqual({
      bucket: 'photos',
      encryption: null,
      requestId: expect.stringMatching(/^[0-9A-F]{24}$/),
    });
    await sse(['mb', 'oss://secrets']);
    const lines = (await sse(['ls', '--json'])).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { bucket: 'photos', location: 'oss-cn-hangzhou', creationDate: expect.any(String), storageClass: 'Standard' },
      expect.objectContaining({ bucket: 'secrets' }),
    ]);
    expect(JSON.parse((await sse(['stat', 'oss://photos', '--json'])).stdout)).toMatchObject({ bucket: 'photos', encryption: null });
  });

  it('are refused with code, request id and EC', async () => {
    const { sse } = await shellWithServer();
    const { code, stdout, stderr } = await sse(['rb', 'oss://nothing']);
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.service, stdout: '' });
    expect(stderr).toMatch(/^sse: NoSuchBucket: [^\n]+ \(HTTP 404, request id [0-9A-F]{24}, EC 0015-00000101\)\n$/);
    const json = await sse(['rb', 'oss://nothing', '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { kind: 'service', code: 'NoSuchBucket', status: 404, ec: '0015-00000101' } });
  });
});

describe('bucket-encryption', () => {
  it.each([
    [['--sse-algorithm', 'AES256'], { algorithm: 'AES256' }, 'AES256'],
    [['--sse-algorithm', 'KMS'], { algorithm: 'KMS' }, 'KMS'],
    [
      ['--sse-algorithm', 'KMS', '--kms-masterkey-id', UNKNOWN, '--kms-data-encryption', 'SM4'],
      { algorithm: 'KMS', keyId: UNKNOWN, dataEncryption: 'SM4' },
      `KMS, key ${UNKNOWN}, data SM4`,
    ],
  ])('puts %j, gets and deletes it', async (flags, encryption, words) => {
    const { sse } = await shellWithServer();
    await sse(['mb', 'oss://photos']);
    const said = `oss://photos encrypts with ${words}\n`;
    expect(await sse(['bucket-encryption', 'put', 'oss://photos', ...flags])).toEqual({ code: 0, stdout: said, stderr: '' });
    expect((await sse(['bucket-encryption', 'get', 'oss://photos'])).stdout).toBe(said);
    expect(JSON.parse((await sse(['--json', 'bucket-encryption', 'get', 'oss://photos'])).stdout)).toMatchObject({
      bucket: 'photos',
      encryption,
    });
    expect((await sse(['bucket-encryption', 'delete', 'oss://photos'])).stdout).toBe('oss://photos has no rule now\n');
    const gone = await sse(['bucket-encryption', 'get', 'oss://photos']);
    expect(gone).toMatchObject({ code: EXIT_CODES.service, stderr: expect.stringContaining('NoSuchServerSideEncryptionRule') });
  });

  it('takes the server from flags that stand anywhere', async () => {
    const { sse, environment } = await shellWithServer();
    const flags = ['--endpoint', environment['OSS_ENDPOINT'] ?? '', '--region', 'cn-hangzhou'];
    const elsewhere = { environment: { ...environment, OSS_ENDPOINT: 'http://127.0.0.1:1', OSS_REGION: '' } };
    expect((await sse([...flags, 'mb', 'oss://photos'], elsewhere)).code).toBe(0);
    expect((await sse(['bucket-encryption', 'delete', ...flags, 'oss://photos'], elsewhere)).code).toBe(0);
    expect((await sse(['bucket-encryption', 'delete', 'oss://photos', ...flags], elsewhere)).code).toBe(0);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Answer, type Ask } from '../../support/signed-request.ts';
import { addBucket, policyOf, type Stated } from '../../support/users.ts';

let emulator: RunningEmulator;
let bucket: string;
let keyId: string;
beforeAll(async () => {
  emulator = await startEmulator();
  ({ keyId } = await emulator.node.admin.createKey({ alias: 'alias/app' }));
  await emulator.node.admin.createKey({ alias: 'alias/other' });
});
beforeEach(async () => {
  bucket = await addBucket(emulator);
});
afterAll(() => emulator.close());

const sse = (algorithm: string, key?: string): Record<string, string> => ({
  'x-oss-server-side-encryption': algorithm,
  ...(key === undefined ? {} : { 'x-oss-server-side-encryption-key-id': key }),
});
const denyPuts = (Condition: NonNullable<Stated['Condition']>): Promise<Answer> =>
  ask(emulator, {
    method: 'PUT',
    bucket,
    query: [['policy', '']],
    body: policyOf({ Effect: 'Deny', Action: 'oss:PutObject', Principal: ['*'], Condition }),
  });
const rule = (algorithm: string, key = ''): Promise<Answer> =>
  ask(emulator, {
    method: 'PUT',
    bucket,
    query: [['encryption', '']],
    body: `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`,
  });

/** Every way to begin a write, with the encryption that `headers` ask for. */
function writes(headers: Record<string, string>): readonly Ask[] {
  const fields = { ...headers, key: 'posted' };
  const form = [
    ...Object.entries(fields).flatMap(([name, value]) => ['--b', `Content-Disposition: form-data; name="${name}"`, '', value]),
    '--b',
    'Content-Disposition: form-data; name="file"; filename="f"',
    '',
    'x',
    '--b--',
    '',
  ].join('\r\n');
  return [
    { method: 'PUT', bucket, key: 'put', body: 'x', headers },
    { method: 'PUT', bucket, key: 'copy', headers: { ...headers, 'x-oss-copy-source': `/${bucket}/source` } },
    {
      method: 'POST',
      bucket,
      key: `append-${Math.random()}`,
      query: [
        ['append', ''],
        ['position', '0'],
      ],
      body: 'x',
      headers,
    },
    { method: 'POST', bucket, key: 'upload', query: [['uploads', '']], headers },
    { method: 'POST', bucket, body: form, headers: { 'content-type': 'multipart/form-data; boundary=b' } },
  ];
}

async function outcomes(headers: Record<string, string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const write of writes(headers)) {
    const { status, error } = await ask(emulator, write);
    found.push(status < 300 ? 'stored' : `${status} ${error?.Message}`);
  }
  return found;
}

const stored = Array.from({ length: 5 }, () => 'stored');
const refused = Array.from({ length: 5 }, () => '403 Access denied by bucket policy.');

describe('a bucket policy on sse:ServerSideEncryption', () => {
  beforeEach(async () => {
    await ask(emulator, { method: 'PUT', bucket, key: 'source', body: 'x' });
  });

  it('refuses what would be stored unencrypted, by header or rule', async () => {
    await denyPuts({ StringEquals: { 'sse:ServerSideEncryption': 'None' } });
    expect(await outcomes({})).toEqual(refused);
    expect(await outcomes(sse('AES256'))).toEqual(stored);
    await rule('SM4');
    expect(await outcomes({})).toEqual(stored);
    await ask(emulator, { method: 'DELETE', bucket, query: [['encryption', '']] });
    expect(await outcomes({})).toEqual(refused);
  });

  it('refuses all but KMS', async () => {
    await denyPuts({ StringNotEquals: { 'sse:ServerSideEncryption': 'KMS' } });
    for (const headers of [{}, sse('AES256'), sse('SM4')]) expect(await outcomes(headers)).toEqual(refused);
    expect(await outcomes(sse('KMS'))).toEqual(stored);
  });

  it('refuses other keys than the one that it names by id or alias', async () => {
    for (const named of [keyId, 'alias/app']) {
      await denyPuts({ StringNotEquals: { 'sse:ServerSideEncryptionKeyId': named } });
      for (const headers of [{}, sse('AES256'), sse('KMS'), sse('KMS', 'alias/other')]) expect(await outcomes(headers)).toEqual(refused);
      for (const key of [keyId, 'alias/app']) expect(await outcomes(sse('KMS', key))).toEqual(stored);
    }
  });

  it('knows how the parts of an upload, and what is appended, are encrypted', async () => {
    const begin = async (headers: Record<string, string>): Promise<string> => {
      const begun = await ask(emulator, { method: 'POST', bucket, key: 'parts', query: [['uploads', '']], headers });
      return /<UploadId>(.*)<\/UploadId>/.exec(begun.body.toString())?.[1] ?? '';
    };
    const [plain, encrypted] = [await begin({}), await begin(sse('KMS', keyId))];
    const append = (position: string): Ask => ({
      method: 'POST',
      bucket,
      key: 'log',
      query: [
        ['append', ''],
        ['position', position],
      ],
      body: 'x',
    });
    expect((await ask(emulator, append('0'))).status).toBe(200);
    await denyPuts({ StringNotEquals: { 'sse:ServerSideEncryptionKeyId': 'alias/app' } });
    const part = (uploadId: string): Ask => ({
      method: 'PUT',
      bucket,
      key: 'parts',
      query: [
        ['partNumber', '1'],
        ['uploadId', uploadId],
      ],
      body: 'x',
    });
    expect((await ask(emulator, part(plain))).status).toBe(403);
    const { status, headers } = await ask(emulator, part(encrypted));
    expect(status).toBe(200);
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${headers.etag}</ETag></Part></CompleteMultipartUpload>`;
    expect((await ask(emulator, { method: 'POST', bucket, key: 'parts', query: [['uploadId', encrypted]], body })).status).toBe(200);
    expect((await ask(emulator, append('1'))).status).toBe(403);
  });

  it('judges what goes on by what was begun, and not by headers of the request', async () => {
    const encrypted = sse('KMS', keyId);
    const append = (key: string, position: string, headers = {}): Promise<Answer> => {
      const place = [
        ['append', ''],
        ['position', position],
      ] as const;
      return ask(emulator, { method: 'POST', bucket, key, query: place, body: 'x', headers });
    };
    const begin = async (headers: Record<string, string>): Promise<string> => {
      const begun = await ask(emulator, { method: 'POST', bucket, key: 'parts', query: [['uploads', '']], headers });
      return /<UploadId>(.*)<\/UploadId>/.exec(begun.body.toString())?.[1] ?? '';
    };
    const copyPart = (uploadId: string): Promise<Answer> => {
      const place = [
        ['partNumber', '1'],
        ['uploadId', uploadId],
      ] as const;
      return ask(emulator, { method: 'PUT', bucket, key: 'parts', query: place, headers: { 'x-oss-copy-source': `/${bucket}/source` } });
    };
    await append('plain', '0');
    await append('under-key', '0', encrypted);
    const uploads = { plain: await begin({}), encrypted: await begin(encrypted) };
    await denyPuts({ StringNotEquals: { 'sse:ServerSideEncryption': 'KMS' } });
    expect((await append('plain', '1', encrypted)).status).toBe(403);
    expect((await append('under-key', '1')).status).toBe(200);
    expect((await copyPart(uploads.plain)).status).toBe(403);
    expect((await copyPart(uploads.encrypted)).status).toBe(200);
    await rule('KMS', keyId);
    expect((await copyPart(uploads.plain)).status).toBe(403);
    await denyPuts({ StringEquals: { 'sse:ServerSideEncryption': 'KMS' } });
    expect((await append('plain', '1')).status).toBe(200);
    expect((await copyPart(uploads.encrypted)).status).toBe(403);
    expect((await copyPart(uploads.plain)).status).toBe(200);
  });
});

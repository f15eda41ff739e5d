import type OSS from 'ali-oss';
import type { Part } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { checkObject } from '../encryptions.ts';
import { encryption, patternBytes, sseOf, sseRequest } from '../sse-headers.ts';

const BODY = patternBytes(230_000);
const AES256 = encryption('AES256');
const NAME = 'object';
/** Where the second part begins. */
const BORDER = 120_000;
const INVALID = { status: 400, code: 'InvalidArgument' };
const NOT_SUPPORTED = { ...INVALID, message: 'x-oss-server-side-encryption header is not supported for this operation.' };

/** Multipart requests that are refused, each with its code, and that leave the upload as it was (protocol reference §2.2, §4.7). */
export async function refusedParts(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('refused-parts', async (client, bucket) => {
    const { uploadId } = await client.initMultipartUpload(NAME, { headers: sseRequest(AES256) });
    await checks.refused('delete of a bucket with an upload', () => client.deleteBucket(bucket), { status: 409, code: 'BucketNotEmpty' });
    await refusedUploads(checks, clients, client, bucket, uploadId);
    const parts = await sentParts(client, uploadId);
    await refusedCompletions(checks, client, uploadId, parts);
    await otherUploads(checks, client, uploadId);
    await client.completeMultipartUpload(NAME, uploadId, parts);
    await checkObject(checks, client, NAME, 'after all that was refused', { body: BODY, echo: AES256 });
    for (const [what, wanted, error] of [
      ['an unknown algorithm', encryption('invalid'), { status: 400, code: 'InvalidEncryptionAlgorithmError' }],
      ['a key id that is not there', encryption('KMS', 'no-such-key'), { status: 404, code: 'KeyNotFound' }],
      ['a disabled key', encryption('KMS', clients.server.disabledKeyId), { status: 409, code: 'KeyDisabled' }],
    ] as const) {
      await checks.refused(`Initiate with ${what}`, () => client.initMultipartUpload(NAME, { headers: sseRequest(wanted) }), error);
    }
    checks.equal('Initiate that is refused begins nothing', (await client.listUploads()).uploads, []);
  });
}

async function refusedUploads(checks: Checks, clients: Clients, client: OSS, bucket: string, uploadId: string): Promise<void> {
  for (const number of [0, 10_001, -1]) {
    await checks.refused(`part number ${number}`, () => client.uploadPart(NAME, uploadId, number, BODY, 0, 10), INVALID);
  }
  await client.put('source', Buffer.from('body'));
  const source = { sourceKey: 'source', sourceBucketName: bucket };
  const copied = (): Promise<unknown> => client.uploadPartCopy(NAME, uploadId, 1, null, source, { headers: sseRequest(AES256) });
  await checks.refused('copied part with the encryption header', copied, NOT_SUPPORTED);
  const wrong = { 'Content-MD5': 'lbo2rOIOFA69qXOiCrnjZg==' };
  const spoilt = (): Promise<unknown> => client.uploadPart(NAME, uploadId, 1, BODY, 0, 10, { headers: wrong });
  await checks.refused('part with a wrong Content-MD5', spoilt, { status: 400, code: 'InvalidDigest' });
  checks.equal('nothing is stored by refused parts', [(await client.listParts(NAME, uploadId)).parts].flat(), []);
  // ali-oss leaves out the first of these headers and sends the other two (protocol reference §2.2).
  const headers = sseRequest(encryption('KMS', clients.server.keyId, 'SM4'));
  checks.equal('part with the other two headers', sseOf(await client.uploadPart(NAME, uploadId, 1, BODY, 0, BORDER, { headers })), AES256);
}

async function sentParts(client: OSS, uploadId: string): Promise<readonly Part[]> {
  const sent = [
    await client.uploadPart(NAME, uploadId, 1, BODY, 0, BORDER),
    await client.uploadPart(NAME, uploadId, 2, BODY, BORDER, BODY.length),
  ];
  return sent.map(({ etag }, index) => ({ number: index + 1, etag }));
}

async function refusedCompletions(checks: Checks, client: OSS, uploadId: string, parts: readonly Part[]): Promise<void> {
  const [first = { number: 1, etag: '' }] = parts;
  for (const [what, listed, code] of [
    ['a part that was not sent', [...parts, { number: 3, etag: first.etag }], 'InvalidPart'],
    ['another ETag', [first, { number: 2, etag: first.etag }], 'InvalidPart'],
    ['no parts', [], 'MalformedXML'],
  ] as const) {
    await checks.refused(`Complete with ${what}`, () => client.completeMultipartUpload(NAME, uploadId, listed), { status: 400, code });
  }
  const all = { headers: { 'x-oss-complete-all': 'yes' } };
  const both = { ...INVALID, ecCode: '0042-00000216', message: 'Should not speficy both complete all header and http body.' };
  await checks.refused('Complete of all parts with a list', () => client.completeMultipartUpload(NAME, uploadId, parts, all), both);
  const small = await client.uploadPart(NAME, uploadId, 1, BODY, 0, 10);
  const complete = (): Promise<unknown> =>
    client.completeMultipartUpload(NAME, uploadId, [{ number: 1, etag: small.etag }, ...parts.slice(1)]);
  await checks.refused('Complete with a small part', complete, { status: 400, code: 'EntityTooSmall' });
  await checks.refused('nothing is stored by refused Completes', () => client.get(NAME), { status: 404, code: 'NoSuchKey' });
  await sentParts(client, uploadId);
}

async function otherUploads(checks: Checks, client: OSS, uploadId: string): Promise<void> {
  const message = 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  for (const [what, name, id] of [
    ['an unknown upload', NAME, '0'.repeat(32)],
    ['another name', 'other', uploadId],
  ] as const) {
    for (const [operation, call] of [
      ['UploadPart', () => client.uploadPart(name, id, 1, BODY, 0, 10)],
      ['ListParts', () => client.listParts(name, id)],
      ['Complete', () => client.completeMultipartUpload(name, id, [{ number: 1, etag: '0' }])],
      ['Abort', () => client.abortMultipartUpload(name, id)],
    ] as const) {
      await checks.refused(`${operation} of ${what}`, call, { status: 404, code: 'NoSuchUpload', message });
    }
  }
}

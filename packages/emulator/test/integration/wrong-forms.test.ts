import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { BOUNDARY, formBody, partHead, policyOf, postBody, signedV1, signedV4, type FormFile } from '../support/posted-forms.ts';
import { ask } from '../support/signed-request.ts';

const NOW = Math.floor(Date.now() / 1000) * 1000;
const bucket = 'wrong-forms';
const file: FormFile = { bytes: Buffer.alloc(100_000, 'needle') };

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected({ clock: () => NOW, sweepEvery: 0 });
  await ask(emulator, { method: 'PUT', bucket, signedAt: NOW });
  expect((await postBody(emulator, bucket, formBody({ ...v1(), key: 'victim' }, { bytes: Buffer.from('kept') }))).status).toBe(204);
});
afterAll(() => emulator.close());

type Fields = Record<string, string>;
const v1 = (conditions: readonly unknown[] = [], lastsMs?: number): Fields => signedV1(emulator, policyOf(conditions, NOW, lastsMs));
const v4 = (now = NOW, lastsMs?: number): Fields => signedV4(emulator, policyOf([], NOW, lastsMs), now);
const form = (fields: Fields): Buffer => formBody({ ...fields, key: 'victim' }, file);
const without = (fields: Fields, name: string): Fields => Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
const stranger = { accessKeyId: 'nobody', accessKeySecret: 'x' };

const DENIED: Refusal = [403, 'AccessDenied'];
const MALFORMED: Refusal = [400, 'MalformedPOSTRequest'];
const INVALID: Refusal = [400, 'InvalidArgument'];
const NOT_IMPLEMENTED: Refusal = [400, 'NotImplemented'];
const TOO_LONG: Refusal = [400, 'FieldItemTooLong'];
const FILES: Refusal = [400, 'IncorrectNumberOfFilesInPOSTRequest'];

const AUTHENTICATION: Record<string, readonly [body: () => Buffer, refusal: Refusal]> = {
  'a form without a policy': [() => form({}), DENIED],
  'a form without a policy that names a key': [() => form(without(v1(), 'policy')), DENIED],
  'a key that nobody knows': [() => form(signedV1(stranger)), [403, 'InvalidAccessKeyId', '0002-00000902']],
  'a key that nobody knows, V4': [() => form(signedV4(stranger)), [403, 'InvalidAccessKeyId', '0002-00000902']],
  'a wrong secret': [() => form(signedV1({ ...emulator, accessKeySecret: 'x' })), [403, 'SignatureDoesNotMatch', '0002-00000040']],
  'a wrong secret, V4': [() => form(signedV4({ ...emulator, accessKeySecret: 'x' })), [403, 'SignatureDoesNotMatch', '0002-00000040']],
  'a policy that was changed': [
    () => form({ ...v1(), policy: policyOf([{ bucket }], NOW) }),
    [403, 'SignatureDoesNotMatch', '0002-00000040'],
  ],
  'no access key id': [() => form(without(v1(), 'OSSAccessKeyId')), INVALID],
  'no signature': [() => form(without(v1(), 'Signature')), [400, 'InvalidArgument', '0002-00000703']],
  'a blank signature': [() => form({ ...v4(), 'x-oss-signature': ' ' }), [400, 'InvalidArgument', '0002-00000704']],
  'a credential that is none': [() => form({ ...v4(), 'x-oss-credential': 'x' }), [400, 'InvalidArgument', '0002-00000710']],
  'a token with a long-term key': [() => form({ ...v1(), 'x-oss-security-token': 't' }), [403, 'InvalidSecurityToken']],
  'a signature of the future': [() => form(v4(NOW + 901_000)), [403, 'RequestTimeTooSkewed', '0002-00000504']],
  'a signature of over a week ago': [() => form(v4(NOW - 7 * 86_400_000 - 1000)), DENIED],
  'a policy that has expired': [() => form(v1([], -1)), DENIED],
  'a policy that has expired, V4': [() => form(v4(NOW, -1)), DENIED],
  'a policy that is none': [() => form(signedV1(emulator, Buffer.from('[]').toString('base64'))), [400, 'InvalidPolicyDocument']],
  'a condition that nobody knows': [() => form(v1([['matches', '$key', '.*']])), [400, 'InvalidPolicyDocument']],
  'another bucket': [() => form({ ...v1([{ bucket: 'other' }]), bucket: 'other' }), DENIED],
  'another key': [() => form(v1([['starts-with', '$key', 'user/']])), DENIED],
  'a field that is missing': [() => form(v1([['eq', '$x-oss-meta-a', 'b']])), DENIED],
  'a type that is only in the part': [
    () => formBody({ ...v1([['not-in', '$content-type', ['text/html']]]), key: 'victim' }, { ...file, type: 'text/html' }),
    DENIED,
  ],
};

const REQUESTS: Record<string, readonly [body: () => Buffer, refusal: Refusal]> = {
  'no file': [() => formBody({ ...v1(), key: 'victim' }), FILES],
  'two files': [() => formBody({ ...v1(), key: 'victim' }, file, `${partHead('file', '; filename="b"')}b\r\n`), FILES],
  'no key': [() => formBody(v1(), file), INVALID],
  'encryption behind the file': [
    () => formBody({ ...v1(), key: 'victim' }, file, `${partHead('x-oss-server-side-encryption')}AES256\r\n`),
    [400, 'MalformedPOSTRequest'],
  ],
  'a key behind the file': [() => formBody(v1(), file, `${partHead('key')}victim\r\n`), INVALID],
  'an empty key': [() => formBody({ ...v1(), key: '' }, file), [400, 'InvalidObjectName']],
  'a key that is none': [() => formBody({ ...v1(), key: '/victim' }, file), [400, 'InvalidObjectName']],
  'an unknown encryption': [
    () => form({ ...v1(), 'x-oss-server-side-encryption': 'x' }),
    [400, 'InvalidEncryptionAlgorithmError', '0005-00000003'],
  ],
  'a KMS key that is not there': [
    () => form({ ...v1(), 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': 'no-such-key' }),
    [404, 'KeyNotFound', '0005-00000208'],
  ],
  'a customer key': [() => form({ ...v1(), 'x-oss-server-side-encryption-customer-key': 'k' }), NOT_IMPLEMENTED],
  'an unknown storage class': [() => form({ ...v1(), 'x-oss-storage-class': 'Cold' }), INVALID],
  'a callback': [() => form({ ...v1(), callback: 'e30=' }), NOT_IMPLEMENTED],
  'metadata with a line break': [() => form({ ...v1(), 'x-oss-meta-a': 'b\r\nx-evil: c' }), INVALID],
  'metadata whose name is no header': [() => form({ ...v1(), 'x-oss-meta-a b': 'c' }), INVALID],
  'metadata over 8 KiB': [() => form({ ...v1(), 'x-oss-meta-a': 'b'.repeat(9000) }), INVALID],
  'a wrong MD5': [() => form({ ...v1(), 'Content-MD5': Buffer.alloc(16).toString('base64') }), [400, 'InvalidDigest']],
  'a file that is too small': [() => form(v1([['content-length-range', 100_001, 200_000]])), [400, 'EntityTooSmall']],
  'a file that is too large': [() => form(v1([['content-length-range', 0, 99_999]])), [400, 'EntityTooLarge']],
  'a small file that is too small': [
    () => formBody({ ...v1([['content-length-range', 1, 9]]), key: 'victim' }, { bytes: Buffer.alloc(0) }),
    [400, 'EntityTooSmall'],
  ],
};

const head = (more: string): Buffer =>
  Buffer.from(
    formBody({ ...v1(), key: 'victim' })
      .toString()
      .replace(`--${BOUNDARY}--`, more),
  );
const FORMS: Record<string, readonly [body: () => Buffer, refusal: Refusal]> = {
  nothing: [() => Buffer.alloc(0), MALFORMED],
  'no delimiter': [() => Buffer.from('key=victim'), MALFORMED],
  'a part without a disposition': [() => head(`--${BOUNDARY}\r\nContent-Type: a/b\r\n\r\nx\r\n--${BOUNDARY}--`), MALFORMED],
  'a part without a header': [() => head(`--${BOUNDARY}\r\n\r\nx\r\n--${BOUNDARY}--`), MALFORMED],
  'a part that is no field': [
    () => head(`--${BOUNDARY}\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n--${BOUNDARY}--`),
    MALFORMED,
  ],
  'a part without a name': [
    () => head(`--${BOUNDARY}\r\nContent-Disposition: form-data; filename="a"\r\n\r\nx\r\n--${BOUNDARY}--`),
    MALFORMED,
  ],
  'a part with two names': [
    () => head(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"; name="b"\r\n\r\nx\r\n--${BOUNDARY}--`),
    MALFORMED,
  ],
  'a field that is not UTF-8': [
    () =>
      Buffer.from(
        formBody({ 'x-oss-meta-a': 'no utf-8', ...v1(), key: 'k' }, file)
          .toString('latin1')
          .replace('no utf-8', '\xff'),
        'latin1',
      ),
    MALFORMED,
  ],
  'a delimiter with something behind it': [
    () => formBody({ ...v1(), key: 'victim' }, { bytes: Buffer.from(`a\r\n--${BOUNDARY}b\r\n\r\nc`) }),
    MALFORMED,
  ],
  'a delimiter with something behind it, and no header': [
    () => formBody({ ...v1(), key: 'victim' }, { bytes: Buffer.from(`a\r\n--${BOUNDARY}b`) }),
    MALFORMED,
  ],
  'a delimiter in a field with something behind it': [
    () => formBody({ 'x-oss-meta-a': `a\r\n--${BOUNDARY}b`, ...v1(), key: 'victim' }, file),
    MALFORMED,
  ],
  'no end': [() => form(v1()).subarray(0, -4), MALFORMED],
  'an end in the middle of the file': [() => form(v1()).subarray(0, -50_000), MALFORMED],
  'a name of over 8 KiB': [() => form({ ...v1(), ['n'.repeat(8193)]: '' }), TOO_LONG],
  'a value of over 2 MiB': [() => form({ ...v1(), a: 'v'.repeat(3 << 20) }), TOO_LONG],
  'over a thousand fields': [
    () => form({ ...Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, ''])), ...v1() }),
    TOO_LONG,
  ],
};

describe.each([
  ['that does not show who may post it', AUTHENTICATION],
  ['that asks for what cannot be', REQUESTS],
  ['that is none', FORMS],
])('a form %s stores nothing', (_, cases) => {
  it.each(Object.entries(cases))('%s', async (_name, [body, refusal]) => {
    await expectRefusedUntouched(emulator, () => postBody(emulator, bucket, body()), refusal);
  });

  it.each(Object.entries(cases))('%s, chunked', async (_name, [body, refusal]) => {
    const chunked = { 'transfer-encoding': 'chunked', 'content-length': '' };
    await expectRefusedUntouched(emulator, () => postChunked(body(), chunked), refusal);
  });
});

function postChunked(body: Buffer, headers: Fields): ReturnType<typeof ask> {
  const { 'content-length': _, ...sent } = headers;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < body.length; at += 40_000) yield body.subarray(at, at + 40_000);
  }
  const type = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  return ask(emulator, { method: 'POST', bucket, anonymous: true, headers: { ...type, ...sent }, body: pieces() });
}

describe('a request that posts no form', () => {
  it.each<[string, Fields, Refusal]>([
    ['of another type', { 'content-type': 'application/x-www-form-urlencoded' }, [400, 'RequestIsNotMultiPartContent']],
    [
      'of a type that begins alike',
      { 'content-type': `multipart/form-data2; boundary=${BOUNDARY}` },
      [400, 'RequestIsNotMultiPartContent'],
    ],
    ['without a boundary', { 'content-type': 'multipart/form-data' }, MALFORMED],
    ['with a boundary of over 70 characters', { 'content-type': `multipart/form-data; boundary=${'b'.repeat(71)}` }, MALFORMED],
    ['with another boundary', { 'content-type': 'multipart/form-data; boundary=other' }, MALFORMED],
    ['with an encryption header', { 'x-oss-server-side-encryption': 'AES256' }, [400, 'InvalidArgument', '0005-00000002']],
    ['with a condition', { 'if-match': '"x"' }, NOT_IMPLEMENTED],
  ])('%s', async (_, headers, refusal) => {
    await expectRefusedUntouched(emulator, () => postBody(emulator, bucket, form(v1()), headers), refusal);
  });

  it('is told of a wrong signature before a missing bucket, and of that before anything else', async () => {
    const wrong = formBody({ ...signedV1(stranger), key: 'k' }, file);
    expectRefusal(await postBody(emulator, 'no-such-bucket', wrong), [403, 'InvalidAccessKeyId', '0002-00000902']);
    expectRefusal(await postBody(emulator, 'Not.A.Bucket', wrong), [403, 'InvalidAccessKeyId', '0002-00000902']);
    expectRefusal(await postBody(emulator, 'no-such-bucket', formBody(v1())), [404, 'NoSuchBucket', '0015-00000101']);
    expectRefusal(await postBody(emulator, 'no-such-bucket', form({})), [404, 'NoSuchBucket', '0015-00000101']);
    expectRefusal(await postBody(emulator, bucket, form({})), DENIED);
  });

  it('is shown which condition failed', async () => {
    const { error } = await postBody(emulator, bucket, form(v1([['in', '$key', ['a', 'b']]])));
    expect(error?.Message).toBe('Invalid according to Policy: Policy Condition failed: ["in", "$key", ["a", "b"]]');
    const expired = await postBody(emulator, bucket, form(v1([], -1)));
    expect(expired.error?.Message).toBe('Invalid according to Policy: Policy expired.');
  });

  it('leaves what was there', async () => {
    const { body } = await ask(emulator, { method: 'GET', bucket, key: 'victim', signedAt: NOW });
    expect(body.toString()).toBe('kept');
  });
});

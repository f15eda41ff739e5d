import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, type Refusal } from '../support/expect-refusal.ts';
import { ask, type Answer, type Ask } from '../support/signed-request.ts';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'heads' });
  await ask(emulator, { method: 'PUT', bucket: 'heads', key: 'k', body: 'x' });
});
afterAll(() => emulator.close());

const key = { bucket: 'heads', key: 'k' };
const badSignature = (headers: Record<string, string>): void => void (headers['authorization'] = `OSS ${emulator.accessKeyId}:c2ln`);
const unknownKey = (headers: Record<string, string>): void => void (headers['authorization'] = 'OSS nobody:c2ln');

/** Everything that can be wrong with reading an object before its bytes are touched. */
const WRONG_READS: [name: string, asked: Omit<Ask, 'method'>, refusal: Refusal][] = [
  ['a missing bucket', { bucket: 'no-such-bucket', key: 'k' }, [404, 'NoSuchBucket', '0015-00000101']],
  ['a missing object', { bucket: 'heads', key: 'none' }, [404, 'NoSuchKey', '0026-00000001']],
  ['a name that is not ASCII', { bucket: 'heads', key: 'nicht da: ü' }, [404, 'NoSuchKey', '0026-00000001']],
  ['a bad bucket name', { bucket: 'Heads', key: 'k' }, [400, 'InvalidBucketName']],
  ['a bad object name', { bucket: 'heads', key: '/k' }, [400, 'InvalidObjectName']],
  ['a condition that does not hold', { ...key, headers: { 'if-match': '"0"' } }, [412, 'PreconditionFailed']],
  ['a version id that is none', { ...key, query: [['versionId', 'v']] }, [400, 'InvalidArgument']],
  ['an encryption header', { ...key, headers: { 'x-oss-server-side-encryption': 'AES256' } }, [400, 'InvalidArgument', '0005-00000002']],
  ['no signature', { ...key, anonymous: true }, [403, 'AccessDenied']],
  ['a wrong signature', { ...key, tamper: badSignature }, [403, 'SignatureDoesNotMatch', '0002-00000040']],
  ['an unknown access key', { ...key, tamper: unknownKey }, [403, 'InvalidAccessKeyId', '0002-00000902']],
  ['a wrong clock', { ...key, signedAt: 0 }, [403, 'RequestTimeTooSkewed', '0002-00000504']],
];

/** An error document without what differs from request to request; a signature's details hold the method. */
function said({ error }: Answer): object {
  const { RequestId: _, details, ...rest } = error ?? expect.fail('no error document');
  return { ...rest, details: Object.keys(details) };
}

describe('HEAD with', () => {
  it.each(WRONG_READS)('%s says in x-oss-err what GET says in its body', async (_, asked, refusal) => {
    const [get, head] = [await ask(emulator, { ...asked, method: 'GET' }), await ask(emulator, { ...asked, method: 'HEAD' })];
    for (const answer of [get, head]) expectRefusal(answer, refusal);
    expect(get.headers['x-oss-err']).toBeUndefined();
    expect(get.body.toString()).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error>/);
    expect(head.body).toHaveLength(0);
    expect(Buffer.from(String(head.headers['x-oss-err']), 'base64').toString()).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error>/,
    );
    expect(said(head)).toEqual(said(get));
    expect(head.error?.RequestId).not.toBe(get.error?.RequestId);
  });
});

describe('HEAD with a wrong signature', () => {
  const wrong = (length: number): Ask => ({
    ...key,
    method: 'HEAD',
    headers: { 'x-oss-meta-long': 'v'.repeat(length) },
    tamper: badSignature,
  });

  it('shows what was signed', async () => {
    const answer = await ask(emulator, wrong(100));
    expect(answer.error?.details['StringToSign']).toMatch(/^HEAD\n\n\n.*\nx-oss-date:.*\nx-oss-meta-long:v{100}\n\/heads\/k$/);
    expect(answer.error?.details['StringToSignBytes']).toMatch(/^48 45 41 44 0A 0A 0A /);
  });

  it('leaves out what is too long for the header of a reply', async () => {
    const answer = await ask(emulator, wrong(10_000));
    expectRefusal(answer, [403, 'SignatureDoesNotMatch', '0002-00000040']);
    expect(Object.keys(answer.error?.details ?? {})).toEqual(['OSSAccessKeyId', 'SignatureProvided']);
  });
});

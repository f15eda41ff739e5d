import type { BucketRule } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';

const MASKED = '9468da86-3509-4f8d-a61e-6eab1eac****';

/** As put, and as shown: exactly these elements, none of them empty (protocol reference §1.3). */
const ACCEPTED: readonly (readonly [BucketRule, BucketRule])[] = [
  [{ SSEAlgorithm: 'AES256' }, { SSEAlgorithm: 'AES256' }],
  [{ SSEAlgorithm: 'AES256', KMSMasterKeyID: '' }, { SSEAlgorithm: 'AES256' }],
  [{ SSEAlgorithm: 'SM4' }, { SSEAlgorithm: 'SM4' }],
  [{ SSEAlgorithm: 'KMS' }, { SSEAlgorithm: 'KMS' }],
  [{ SSEAlgorithm: 'KMS', KMSMasterKeyID: '' }, { SSEAlgorithm: 'KMS' }],
  [
    { SSEAlgorithm: 'KMS', KMSMasterKeyID: '123' },
    { SSEAlgorithm: 'KMS', KMSMasterKeyID: '123' },
  ],
  [
    { SSEAlgorithm: 'KMS', KMSMasterKeyID: MASKED },
    { SSEAlgorithm: 'KMS', KMSMasterKeyID: MASKED },
  ],
];

const REFUSED: readonly (readonly [BucketRule, Record<string, unknown>])[] = [
  [
    { SSEAlgorithm: 'AES256', KMSMasterKeyID: '123' },
    { status: 400, code: 'InvalidArgument', ecCode: '0005-00000204' },
  ],
  [
    { SSEAlgorithm: 'SM4', KMSMasterKeyID: '123' },
    { status: 400, code: 'InvalidArgument', ecCode: '0005-00000204' },
  ],
  [{ SSEAlgorithm: 'AES' }, { status: 400, code: 'InvalidEncryptionAlgorithmError', ecCode: '0005-00000003' }],
];

const NO_RULE = { status: 404, code: 'NoSuchServerSideEncryptionRule', name: 'NoSuchServerSideEncryptionRuleError' };
const NO_BUCKET = { status: 404, code: 'NoSuchBucket', ecCode: '0015-00000101' };

/** What a bucket's rule may say and what is shown of it (protocol reference §1.3–1.5). */
export async function bucketRules(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('rules', async (client, bucket) => {
    await checks.refused('get without a rule', () => client.getBucketEncryption(bucket), NO_RULE);
    for (const [wanted, expected] of ACCEPTED) {
      const what = JSON.stringify(wanted);
      checks.equal(`put ${what}`, (await client.putBucketEncryption(bucket, wanted)).status, 200);
      const { status, encryption } = await client.getBucketEncryption(bucket);
      checks.equal(`get after ${what}`, { status, encryption: plain(encryption) }, { status: 200, encryption: expected });
    }
    const former = { SSEAlgorithm: 'KMS', KMSMasterKeyID: 'former' };
    await client.putBucketEncryption(bucket, former);
    for (const [wanted, error] of REFUSED) {
      await checks.refused(`put ${JSON.stringify(wanted)}`, () => client.putBucketEncryption(bucket, wanted), error);
      checks.equal('the former rule stays', plain((await client.getBucketEncryption(bucket)).encryption), former);
    }
    checks.equal('delete', (await client.deleteBucketEncryption(bucket)).status, 204);
    await checks.refused('get after the deletion', () => client.getBucketEncryption(bucket), NO_RULE);
    checks.equal('delete again', (await client.deleteBucketEncryption(bucket)).status, 204);
  });
  const missing = clients.newName('missing');
  const stranger = clients.for(missing);
  await checks.refused('put, no bucket', () => stranger.putBucketEncryption(missing, { SSEAlgorithm: 'AES256' }), NO_BUCKET);
  await checks.refused('get, no bucket', () => stranger.getBucketEncryption(missing), NO_BUCKET);
  await checks.refused('delete, no bucket', () => stranger.deleteBucketEncryption(missing), NO_BUCKET);
}

/** xml2js makes objects of its own kind; only their elements are compared. */
function plain(parsed: unknown): unknown {
  return structuredClone(parsed);
}

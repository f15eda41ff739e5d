import type OSS from 'ali-oss';
import type { BucketRule } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { encryption, sseOf, sseRequest, type Encryption } from '../sse-headers.ts';

const BODY = Buffer.from('body');

/** A rule applies to objects written after it; the headers of a put win over it (protocol reference §1.4, §1.7, §2.4). */
export async function rulePrecedence(checks: Checks, clients: Clients): Promise<void> {
  const { keyId } = clients.server;
  await clients.withBucket('precedence', async (client, bucket) => {
    const defaultKey = sseOf(await client.put('default-key', BODY, { headers: sseRequest(encryption('KMS')) })).keyId;
    const written = new Map<string, Encryption>([['before', sseOf(await client.put('before', BODY))]]);
    const rules: readonly (readonly [BucketRule, Encryption])[] = [
      [{ SSEAlgorithm: 'AES256' }, encryption('AES256')],
      [{ SSEAlgorithm: 'SM4' }, encryption('SM4')],
      [{ SSEAlgorithm: 'KMS' }, encryption('KMS', defaultKey)],
      [{ SSEAlgorithm: 'KMS', KMSMasterKeyID: keyId }, encryption('KMS', keyId)],
    ];
    for (const [index, [rule, expected]] of rules.entries()) {
      await client.putBucketEncryption(bucket, rule);
      const put = await client.put(`rule ${index}`, BODY);
      checks.equal(`plain put under ${JSON.stringify(rule)}`, sseOf(put), expected);
      written.set(`rule ${index}`, expected);
      const named = encryption('KMS', keyId, 'SM4');
      const other = await client.put(`header ${index}`, BODY, { headers: sseRequest(named) });
      checks.equal(`put with headers under ${JSON.stringify(rule)}`, sseOf(other), named);
      written.set(`header ${index}`, named);
    }
    await bogusRule(checks, client, bucket);
    await client.deleteBucketEncryption(bucket);
    checks.equal('put after the rule was deleted', sseOf(await client.put('after', BODY)), encryption());
    for (const [name, expected] of written) {
      const got = await client.get(name);
      checks.equal(`${name} stays as it was written`, [sseOf(got), got.content.toString()], [expected, 'body']);
    }
  });
  await createdWithRule(checks, clients, keyId);
}

/** The rule's key is not looked for when the rule is put; the write fails. */
async function bogusRule(checks: Checks, client: OSS, bucket: string): Promise<void> {
  await client.putBucketEncryption(bucket, { SSEAlgorithm: 'KMS', KMSMasterKeyID: 'test_wrong' });
  await checks.refused('put under a rule whose key is not there', () => client.put('bogus', BODY), { status: 404, code: 'KeyNotFound' });
  await checks.refused('that stores nothing', () => client.head('bogus'), { status: 404 });
  const put = await client.put('bogus', BODY, { headers: sseRequest(encryption('AES256')) });
  checks.equal('a put whose header says AES256 works', sseOf(put), encryption('AES256'));
}

async function createdWithRule(checks: Checks, clients: Clients, keyId: string): Promise<void> {
  for (const wanted of [encryption('AES256'), encryption('SM4'), encryption('KMS', keyId, 'SM4')]) {
    const bucket = clients.newName('created');
    const client = clients.for(bucket);
    await client.putBucket(bucket, { headers: sseRequest(wanted) });
    const what = `bucket created with ${Object.values(wanted).join('/')}`;
    checks.equal(what, sseOf(await client.put('object', BODY)), wanted);
    await client.delete('object');
    await client.deleteBucket(bucket);
  }
}

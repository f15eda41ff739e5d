import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import { clientsFor, emptyAndDelete, EVERY_ADDRESSING, type Clients } from '../clients.ts';
import { encryption, sseOf, sseRequest } from '../sse-headers.ts';

const NAME = 'folder/a b+中.txt';
/** The bucket that the server of the run has a CNAME for. */
const CNAME_BUCKET = 'interop-cname';

/** Every way in which ali-oss puts bucket and host into a request (protocol reference §4.2). */
export async function addressing(checks: Checks, clients: Clients): Promise<void> {
  for (const way of EVERY_ADDRESSING) {
    await checks.section(way, async (part) => {
      // No CNAME stands for a bucket that is yet to be made.
      const bucket = way === 'CNAME' ? CNAME_BUCKET : clients.newName('way');
      await clients.for(bucket).putBucket(bucket);
      await use(part, clientsFor(clients.server, clients.signature, way).for(bucket), bucket);
      await emptyAndDelete(clients.for(bucket), bucket);
    });
  }
  const refusal = 'can not get the object URL when endpoint is IP';
  const url = async (): Promise<string> => clients.for('bucket', { endpoint: clients.server.endpoint }).signatureUrl(NAME);
  await checks.refused('ali-oss itself gives no V1 URL for an IP endpoint', url, { message: refusal });
}

async function use(checks: Checks, client: OSS, bucket: string): Promise<void> {
  const put = await client.put(NAME, Buffer.from('body'), { headers: sseRequest(encryption('AES256')) });
  checks.equal('put', sseOf(put), encryption('AES256'));
  checks.equal('get', (await client.get(NAME)).content.toString(), 'body');
  checks.equal('head', (await client.head(NAME)).res.headers['content-length'], '4');
  checks.equal(
    'list',
    (await client.list({ prefix: 'folder/' })).objects.map(({ name }) => name),
    [NAME],
  );
  checks.equal(
    'listV2',
    (await client.listV2({ prefix: 'folder/' })).objects.map(({ name }) => name),
    [NAME],
  );
  await client.putBucketEncryption(bucket, { SSEAlgorithm: 'SM4' });
  checks.equal('rule', structuredClone((await client.getBucketEncryption(bucket)).encryption), { SSEAlgorithm: 'SM4' });
  checks.equal('info', (await client.getBucketInfo(bucket)).bucket['Name'], bucket);
  await client.delete(NAME);
  await checks.refused('get after delete', () => client.get(NAME), { status: 404, code: 'NoSuchKey' });
}

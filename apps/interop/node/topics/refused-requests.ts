import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';

const MINUTE = 60_000;
const UNKNOWN_KEY = { status: 403, code: 'InvalidAccessKeyId', ecCode: '0002-00000902' };
const WRONG_SIGNATURE = { status: 403, code: 'SignatureDoesNotMatch', ecCode: '0002-00000040' };
const SKEWED = {
  status: 403,
  code: 'RequestTimeTooSkewed',
  ecCode: '0002-00000504',
  message: 'The difference between the request time and the current time is too large.',
};

/** Requests whose signature, time or address is wrong (protocol reference §3, §4.1, §4.4; observed behaviour 8, 13). */
export async function refusedRequests(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('refused', async (client, bucket) => {
    await client.put('object', Buffer.from('body'));
    const other = Buffer.from('other');
    const wrong = clients.for(bucket, { accessKeySecret: 'not-the-secret' });
    await checks.refused('wrong secret, put', () => wrong.put('object', other), WRONG_SIGNATURE);
    await checks.refused('wrong secret, head', () => wrong.head('object'), WRONG_SIGNATURE);
    await checks.refused('wrong secret, list', () => wrong.listV2(), WRONG_SIGNATURE);
    const stranger = { accessKeyId: 'LTAInobody' };
    await checks.refused('unknown access key, put', () => clients.for(bucket, stranger).put('object', other), UNKNOWN_KEY);
    await checks.refused('unknown access key, head', () => clients.for(bucket, stranger).head('object'), UNKNOWN_KEY);
    const missing = clients.newName('missing');
    await checks.refused('unknown access key, no bucket', () => clients.for(missing, stranger).getBucketEncryption(missing), UNKNOWN_KEY);
    for (const minutes of [-16, 16]) {
      const late = clients.for(bucket, { amendTimeSkewed: minutes * MINUTE });
      await checks.refused(`clock off by ${minutes} minutes, put`, () => late.put('object', other), SKEWED);
      await checks.refused(`clock off by ${minutes} minutes, head`, () => late.head('object'), SKEWED);
    }
    for (const minutes of [-14, 14]) {
      const { content } = await clients.for(bucket, { amendTimeSkewed: minutes * MINUTE }).get('object');
      checks.equal(`clock off by ${minutes} minutes; the object is as it was`, content.toString(), 'body');
    }
    await checks.refused('get of a missing key', () => client.get('missing'), { status: 404, code: 'NoSuchKey', ecCode: '0026-00000001' });
    await checks.refused('head of a missing key', () => client.head('missing'), { status: 404, code: 'NoSuchKey', name: 'NoSuchKeyError' });
    if (clients.signature === 'V4') {
      const elsewhere = clients.for(bucket, { region: 'oss-made-up-1' });
      checks.equal('another region is accepted', (await elsewhere.get('object')).content.toString(), 'body');
    }
  });
}

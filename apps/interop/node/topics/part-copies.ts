import type OSS from 'ali-oss';
import type { Part } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { crc64 } from '../crc64.ts';
import { checkObject, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, etagOf, patternBytes, sseOf, sseRequest } from '../sse-headers.ts';

const BODY = patternBytes(500_001);
/** First byte and the byte after the last; cuts that are no ends of chunks. */
const CUTS = [
  [0, 150_000],
  [150_000, 390_000],
  [390_000, 500_001],
] as const;

/** Parts that are copied from objects, whole and in ranges, from every encryption into every other (protocol reference §2.5, §4.7). */
export async function partCopies(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('part-sources', async (sources, sourceBucket) => {
    await clients.withBucket('part-copies', async (client, bucket) => {
      const every = await everyEncryption(client);
      for (const from of every) {
        await sources.put(from.name, BODY, { headers: from.headers() });
        for (const to of every) {
          await checks.section(`${from.name} to ${to.name}`, (part) => inRanges(part, client, sourceBucket, from.name, to));
        }
      }
      await oddNames(checks, client, bucket);
      await refused(checks, clients, client, sourceBucket);
    });
  });
}

async function inRanges(checks: Checks, client: OSS, sourceBucketName: string, sourceKey: string, to: NamedEncryption): Promise<void> {
  const { echo } = to;
  const { uploadId } = await client.initMultipartUpload('in ranges', { headers: to.headers() });
  const copy = async (index: number): Promise<Part> => {
    const [start, end] = CUTS[index] ?? [0, 0];
    const piece = BODY.subarray(start, end);
    const copied = await client.uploadPartCopy('in ranges', uploadId, index + 1, `${start}-${end - 1}`, { sourceKey, sourceBucketName });
    const came = [sseOf(copied), copied.etag, copied.res.headers['x-oss-hash-crc64ecma']];
    checks.equal(`copied part ${index + 1} says`, came, [echo, etagOf(piece), crc64(piece)]);
    return { number: index + 1, etag: copied.etag };
  };
  const done = await client.completeMultipartUpload('in ranges', uploadId, await Promise.all([2, 0, 1].map(copy)));
  checks.equal('Complete says', [sseOf(done), done.res.headers['x-oss-hash-crc64ecma']], [echo, crc64(BODY)]);
  await checkObject(checks, client, 'in ranges', 'object', { body: BODY, echo });
}

/** Sources with names that need encoding, whole and with an open range, beside a part that was sent. */
async function oddNames(checks: Checks, client: OSS, bucket: string): Promise<void> {
  const echo = encryption('SM4');
  const { uploadId } = await client.initMultipartUpload('mixed', { headers: sseRequest(echo) });
  const parts: Part[] = [];
  const expected: Buffer[] = [];
  for (const [index, [sourceKey, range, piece]] of (
    [
      ['a b+c%20d?x=1&y=2', null, BODY],
      ['中文/对象', '16383-', BODY.subarray(16_383)],
    ] as const
  ).entries()) {
    await client.put(sourceKey, BODY, { headers: sseRequest(encryption('KMS')) });
    const { etag } = await client.uploadPartCopy('mixed', uploadId, index + 1, range, { sourceKey, sourceBucketName: bucket });
    parts.push({ number: index + 1, etag });
    expected.push(piece);
  }
  const sent = await client.uploadPart('mixed', uploadId, 3, BODY, 5, 100);
  await client.completeMultipartUpload('mixed', uploadId, [...parts, { number: 3, etag: sent.etag }]);
  const body = Buffer.concat([...expected, BODY.subarray(5, 100)]);
  await checkObject(checks, client, 'mixed', 'sent and copied parts', { body, echo });
}

async function refused(checks: Checks, clients: Clients, client: OSS, sourceBucketName: string): Promise<void> {
  const { uploadId } = await client.initMultipartUpload('refused');
  const copy = async (
    source: { sourceKey?: string; sourceBucketName?: string },
    condition: Record<string, string> = {},
  ): Promise<unknown> =>
    client.uploadPartCopy('refused', uploadId, 1, null, { sourceKey: 'AES256', sourceBucketName, ...source }, { headers: condition });
  const noKey = { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' };
  await checks.refused('source that is missing', () => copy({ sourceKey: 'missing' }), noKey);
  const noBucket = { status: 404, code: 'NoSuchBucket' };
  await checks.refused('source in no bucket', () => copy({ sourceBucketName: clients.newName('nowhere') }), noBucket);
  const failed = { status: 412, code: 'PreconditionFailed' };
  await checks.refused('If-Match of another', () => copy({}, { 'x-oss-copy-source-if-match': '0'.repeat(32) }), failed);
  await checks.refused('If-None-Match of its own', () => copy({}, { 'x-oss-copy-source-if-none-match': etagOf(BODY) }), { status: 304 });
  checks.equal('nothing is stored by refused copies', [(await client.listParts('refused', uploadId)).parts].flat(), []);
  await client.abortMultipartUpload('refused', uploadId);
}

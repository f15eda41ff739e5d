import { createHash } from 'node:crypto';
import type OSS from 'ali-oss';
import type { Part } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { crc64 } from '../crc64.ts';
import { checkObject, checkRanges, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, etagOf, patternBytes, sseOf } from '../sse-headers.ts';

/** None but the first ends where a chunk of 16 KiB ends. */
const PART_SIZES = [163_840, 102_400, 131_073, 250_001, 7];
const BORDERS = [163_840, 266_240, 397_313, 647_314];
const BODY = patternBytes(647_321);
const GONE = { status: 404, code: 'NoSuchUpload' };

/** Multipart uploads by hand: parts in any order, twice and at once, under every encryption (protocol reference §2.6, §4.7). */
export async function multipart(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('multipart', async (client, bucket) => {
    for (const wanted of await everyEncryption(client)) {
      await checks.section(wanted.name, async (part) => {
        await byHand(part, client, wanted);
        await theSamePartAtOnce(part, client, wanted);
        await aborted(part, client, wanted);
      });
    }
    await checks.section('fixed at the beginning', (part) => fixedByTheFirstRule(part, client, bucket));
  });
}

/** MD5 of the parts' MD5s in upper-case hexadecimals (observed behaviour 23). */
function multipartEtag(pieces: readonly Uint8Array[]): string {
  const etags = pieces.map((piece) => etagOf(piece).replaceAll('"', '')).join('');
  return `"${createHash('md5').update(etags).digest('hex').toUpperCase()}-${pieces.length}"`;
}

async function byHand(checks: Checks, client: OSS, { name, echo, headers }: NamedEncryption): Promise<void> {
  const key = `by hand/${name}`;
  const begun = await client.initMultipartUpload(key, { headers: headers(), meta: { note: 'kept' }, mime: 'text/x-interop' });
  checks.equal('Initiate says', sseOf(begun), echo);
  const pieces = PART_SIZES.map((size, index) => BODY.subarray(BORDERS[index - 1] ?? 0, (BORDERS[index - 1] ?? 0) + size));
  const replaced = await client.uploadPart(key, begun.uploadId, 2, Buffer.alloc(120_000, 'x'), 0, 120_000);
  checks.equal('a part that is replaced says', sseOf(replaced), echo);
  const send = async (piece: Buffer, index: number): Promise<Part> => {
    const start = BORDERS[index - 1] ?? 0;
    const sent = await client.uploadPart(key, begun.uploadId, index + 1, BODY, start, start + piece.length);
    const came = [sseOf(sent), sent.etag, sent.res.headers['x-oss-hash-crc64ecma']];
    checks.equal(`part ${index + 1} of ${piece.length} bytes says`, came, [echo, etagOf(piece), crc64(piece)]);
    return { number: index + 1, etag: sent.etag };
  };
  const parts = await Promise.all(pieces.map(send).toReversed());
  await checks.refused('no object before Complete', () => client.head(key), { status: 404, code: 'NoSuchKey' });
  const done = await client.completeMultipartUpload(key, begun.uploadId, parts);
  const came = [sseOf(done), done.etag, done.res.headers['x-oss-hash-crc64ecma']];
  checks.equal('Complete says', came, [echo, multipartEtag(pieces), crc64(BODY)]);
  await checkObject(checks, client, key, 'object', { body: BODY, echo });
  await checkRanges(checks, client, key, { body: BODY, echo }, BORDERS);
  const head = await client.head(key);
  const shown = ['x-oss-object-type', 'content-type', 'content-md5', 'etag'].map((header) => head.res.headers[header]);
  checks.equal('head: type, media type, no Content-MD5, ETag', shown, ['Multipart', 'text/x-interop', undefined, done.etag]);
  checks.equal('head: metadata of Initiate', head.meta, { note: 'kept' });
  await checks.refused('ListParts after Complete', () => client.listParts(key, begun.uploadId), GONE);
}

/** One of the bodies becomes the part, whole. */
async function theSamePartAtOnce(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  const { uploadId } = await client.initMultipartUpload('same part', { headers: headers() });
  const bodies = Array.from({ length: 6 }, (_, index) => Buffer.alloc(110_000 + index, 65 + index));
  const sent = await Promise.all(bodies.map((body) => client.uploadPart('same part', uploadId, 1, body, 0, body.length)));
  const listed = [(await client.listParts('same part', uploadId)).parts].flat();
  const etag = listed[0]?.ETag ?? '';
  const winner = bodies[sent.findIndex((part) => part.etag === etag)];
  checks.holds('the same part six times: listed once, as one of them', listed.length === 1 && winner !== undefined, listed);
  await client.completeMultipartUpload('same part', uploadId, [{ number: 1, etag }]);
  await checkObject(checks, client, 'same part', 'the same part six times', { body: winner ?? Buffer.alloc(0), echo });
}

async function aborted(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  const body = Buffer.from('the former object');
  await client.put('aborted', body, { headers: headers() });
  const { uploadId } = await client.initMultipartUpload('aborted', { headers: headers() });
  const { etag } = await client.uploadPart('aborted', uploadId, 1, BODY, 0, 110_000);
  checks.equal('Abort', (await client.abortMultipartUpload('aborted', uploadId)).res.status, 204);
  for (const [what, call] of [
    ['ListParts', () => client.listParts('aborted', uploadId)],
    ['UploadPart', () => client.uploadPart('aborted', uploadId, 1, BODY, 0, 10)],
    ['Complete', () => client.completeMultipartUpload('aborted', uploadId, [{ number: 1, etag }])],
    ['Abort', () => client.abortMultipartUpload('aborted', uploadId)],
  ] as const) {
    await checks.refused(`${what} after Abort`, call, GONE);
  }
  await checkObject(checks, client, 'aborted', 'the object from before an aborted upload', { body, echo });
}

/** The rule counts that the bucket had at Initiate. */
async function fixedByTheFirstRule(checks: Checks, client: OSS, bucket: string): Promise<void> {
  const echo = encryption('SM4');
  await client.putBucketEncryption(bucket, { SSEAlgorithm: 'SM4' });
  const { uploadId } = await client.initMultipartUpload('rule');
  await client.putBucketEncryption(bucket, { SSEAlgorithm: 'AES256' });
  const first = await client.uploadPart('rule', uploadId, 1, BODY, 0, 102_400);
  await client.deleteBucketEncryption(bucket);
  const second = await client.uploadPart('rule', uploadId, 2, BODY, 102_400, 102_405);
  checks.equal('parts under other rules say', [first, second].map(sseOf), [echo, echo]);
  const parts = [first, second].map(({ etag }, index) => ({ number: index + 1, etag }));
  checks.equal('Complete without a rule says', sseOf(await client.completeMultipartUpload('rule', uploadId, parts)), echo);
  await checkObject(checks, client, 'rule', 'begun under a rule that is gone', { body: BODY.subarray(0, 102_405), echo });
}

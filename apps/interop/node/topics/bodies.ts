import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type OSS from 'ali-oss';
import type { ObjectOptions } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { encryption, etagOf, patternBytes, sseOf, sseRequest } from '../sse-headers.ts';

/** Around the ends of chunks (16 KiB) and around what is kept inside a row (32 KiB). */
const SIZES = [0, 1, 16_383, 16_384, 16_385, 32_700, 32_768, 32_769, 1_048_579];
const BIG = 20 << 20;
const CRC64 = 'x-oss-hash-crc64ecma';
const CHECK_VALUE = '11051210869376104954';
/** Options of a put; ali-oss writes its own headers into them, so each put has its own. */
const aes = (): ObjectOptions => ({ headers: sseRequest(encryption('AES256')) });

/** Bodies of every size, from and to buffers, files and streams. */
export async function bodies(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('bodies', async (client) => {
    for (const size of SIZES) {
      const body = patternBytes(size);
      const put = await client.put('body', body, aes());
      const { content } = await client.get('body');
      checks.holds(`buffer of ${size} bytes`, content.equals(body) && put.res.headers['etag'] === etagOf(body), put.res.headers);
    }
    const { res } = await client.put('crc', Buffer.from('123456789'), aes());
    const read = await client.head('crc');
    // The check value of CRC-64/XZ (protocol reference §2.7); ali-oss itself compares nothing.
    checks.equal(
      'CRC-64 of put and head',
      [res, read.res].map(({ headers }) => headers[CRC64]),
      [CHECK_VALUE, CHECK_VALUE],
    );
    await streams(checks, client);
    await files(checks, client);
    await contentMd5(checks, client);
  });
}

async function streams(checks: Checks, client: OSS): Promise<void> {
  const body = patternBytes(3_000_000);
  const pieces = (): Readable =>
    Readable.from([body.subarray(0, 70_001), body.subarray(70_001, 70_002), body.subarray(70_002)], { objectMode: false });
  await client.putStream('stream', pieces(), aes());
  checks.holds('stream, sent chunked', (await client.get('stream')).content.equals(body), 'other bytes');
  const put = await client.putStream('stream', pieces(), { ...aes(), contentLength: body.length });
  checks.equal('stream of known length', [sseOf(put), put.res.headers['etag']], [encryption('AES256'), etagOf(body)]);
  const collected = new PassThrough();
  const [bytes] = await Promise.all([buffer(collected), client.get('stream', collected)]);
  checks.holds('into a stream', bytes.equals(body), bytes.length);
  const big = patternBytes(BIG);
  await client.putStream('big', Readable.from([big], { objectMode: false }), aes());
  checks.holds('20 MiB, sent chunked', (await client.get('big')).content.equals(big), 'other bytes');
  for (const [start, end] of [
    [0, 0],
    [16_383, 16_384],
    [1_000_003, 9_000_007],
    [BIG - 1, BIG - 1],
  ] as const) {
    const part = await client.get('big', { headers: { Range: `bytes=${start}-${end}` } });
    const said = [part.res.status, part.res.headers['content-range']];
    checks.equal(`20 MiB, range ${start}-${end} says`, said, [206, `bytes ${start}-${end}/${BIG}`]);
    checks.holds(`20 MiB, range ${start}-${end}`, part.content.equals(big.subarray(start, end + 1)), part.content.length);
  }
}

async function files(checks: Checks, client: OSS): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sse-interop-files-'));
  const [sent, fetched] = [join(folder, 'sent.json'), join(folder, 'fetched.json')];
  const body = patternBytes(500_000);
  await writeFile(sent, body);
  await client.put('file', sent, { headers: sseRequest(encryption('SM4')) });
  const { res } = await client.get('file', fetched);
  checks.equal(
    'from a file to a file: type and encryption',
    [res.headers['content-type'], sseOf({ res })],
    ['application/json', encryption('SM4')],
  );
  checks.holds('from a file to a file', (await readFile(fetched)).equals(body), 'other bytes');
  await rm(folder, { recursive: true });
}

async function contentMd5(checks: Checks, client: OSS): Promise<void> {
  const wrong = createHash('md5').update('another').digest('base64');
  const put = (): Promise<unknown> => client.put('never', Buffer.from('body'), { headers: { 'Content-MD5': wrong } });
  await checks.refused('wrong Content-MD5', put, { status: 400, code: 'InvalidDigest' });
  await checks.refused('wrong Content-MD5 stores nothing', () => client.get('never'), { status: 404, code: 'NoSuchKey' });
}

import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { etagOf, sseOf } from '../sse-headers.ts';

/** How many uploads each name has. */
const UPLOADS = { 'a/1': 1, 'a/2': 3, 'a/deep/x': 1, 'b c/+%<&>': 2, top: 2, 'top+': 1, '中/文': 2, é: 1, '😀': 1 } as const;
const NUMBERS = [1, 2, 3, 9, 10, 11, 100, 999, 1000, 9999, 10_000];
const INVALID = { status: 400, code: 'InvalidArgument' };

type Upload = readonly [name: string, uploadId: string];

const byBytes = ([name, id]: Upload, [otherName, otherId]: Upload): number =>
  Buffer.compare(Buffer.from(name), Buffer.from(otherName)) || (id < otherId ? -1 : 1);

/** ListParts and ListMultipartUploads: pages, markers, prefixes, limits (protocol reference §4.7, observed behaviour 29). */
export async function uploadListing(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('upload-listing', async (client) => {
    for (const wanted of await everyEncryption(client)) {
      await checks.section(`parts, ${wanted.name}`, (part) => partPages(part, client, wanted));
    }
    checks.equal('no uploads', (await client.listUploads()).uploads, []);
    const begun: Upload[] = [];
    for (const [name, count] of Object.entries(UPLOADS)) {
      for (let made = 0; made < count; made += 1) begun.push([name, (await client.initMultipartUpload(name)).uploadId]);
    }
    begun.sort(byBytes);
    await uploadPages(checks, client, begun);
    await markers(checks, client, begun);
    for (const [name, uploadId] of begun) await client.abortMultipartUpload(name, uploadId);
    checks.equal('no uploads after Abort', (await client.listUploads()).uploads, []);
  });
}

async function partPages(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  const name = 'parts <&> "中文" 😀';
  const body = Buffer.alloc(10_000, 'x');
  const { uploadId } = await client.initMultipartUpload(name, { headers: headers() });
  await client.uploadPart(name, uploadId, 9, Buffer.from('replaced'), 0, 8);
  for (const number of NUMBERS.toReversed()) await client.uploadPart(name, uploadId, number, body, 0, number);
  const expected = NUMBERS.map((number) => [String(number), String(number), etagOf(body.subarray(0, number))]);
  for (const size of [1, 2, 3, 1000]) {
    const found: string[][] = [];
    let marker = '0';
    for (let truncated = true; truncated;) {
      const page = await client.listParts(name, uploadId, { 'max-parts': size, 'part-number-marker': marker });
      for (const part of [page.parts].flat()) found.push([part.PartNumber, part.Size, part.ETag]);
      truncated = page.isTruncated === 'true';
      marker = page.nextPartNumberMarker;
    }
    checks.equal(`pages of ${size}`, found, expected);
  }
  const page = await client.listParts(name, uploadId, { 'max-parts': 3, 'part-number-marker': 9 });
  const numbers = [page.parts].flat().map(({ PartNumber }) => PartNumber);
  checks.equal('a page after a marker', [sseOf(page), numbers, page.nextPartNumberMarker], [echo, ['10', '11', '100'], '100']);
  for (const [what, query] of [
    ['max-parts 0', { 'max-parts': 0 }],
    ['max-parts 1001', { 'max-parts': 1001 }],
    ['a marker that is no number', { 'part-number-marker': 'x' }],
  ] as const) {
    await checks.refused(what, () => client.listParts(name, uploadId, query), INVALID);
  }
  await client.abortMultipartUpload(name, uploadId);
}

async function listed(client: OSS, query: Readonly<Record<string, string | number>>): Promise<readonly Upload[]> {
  const { uploads } = await client.listUploads(query);
  return uploads.map(({ name, uploadId }) => [name, uploadId]);
}

async function uploadPages(checks: Checks, client: OSS, begun: readonly Upload[]): Promise<void> {
  for (const size of [1, 2, 5, 1000]) {
    const found: Upload[] = [];
    let after: Record<string, string> = {};
    for (let truncated = true; truncated;) {
      const page = await client.listUploads({ 'max-uploads': size, ...after });
      for (const { name, uploadId } of page.uploads) found.push([name, uploadId]);
      truncated = page.isTruncated;
      after = { 'key-marker': page.nextKeyMarker, 'upload-id-marker': page.nextUploadIdMarker };
    }
    checks.equal(`uploads in pages of ${size}`, found, begun);
  }
  for (const prefix of ['a/', 'a/d', 'b c/', '中', 'none']) {
    const expected = begun.filter(([name]) => name.startsWith(prefix));
    checks.equal(`prefix ${JSON.stringify(prefix)}`, await listed(client, { prefix }), expected);
  }
  const top = begun.filter(([name]) => !name.includes('/'));
  checks.equal('delimiter: uploads beside the common prefixes', await listed(client, { delimiter: '/' }), top);
}

async function markers(checks: Checks, client: OSS, begun: readonly Upload[]): Promise<void> {
  const [, first = ''] = begun.find(([name]) => name === 'a/2') ?? [];
  for (const [what, query, after] of [
    ['a name', { 'key-marker': 'a/2' }, ['a/2', '~']],
    ['a name that has none', { 'key-marker': 'a/1x' }, ['a/1x', '~']],
    ['a name and an id', { 'key-marker': 'a/2', 'upload-id-marker': first }, ['a/2', first]],
    ['an id alone', { 'upload-id-marker': first }, ['', '']],
  ] as const) {
    const expected = begun.filter((upload) => (upload[0] === after[0] ? upload[1] > after[1] : byBytes(upload, after) > 0));
    checks.equal(`uploads after ${what}`, await listed(client, query), expected);
  }
  for (const size of [0, 1001]) {
    await checks.refused(`max-uploads ${size}`, () => client.listUploads({ 'max-uploads': size }), INVALID);
  }
}

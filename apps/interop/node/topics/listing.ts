import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { etagOf } from '../sse-headers.ts';

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
// Tokens of '>>>' and '~~~' hold + and / in base64.
const KEYS = [
  'a/1',
  'a/2',
  'a/deep/1',
  'a/deep/2',
  'b c/1',
  'b+c/1',
  '中/文',
  'top',
  '>>>',
  '>>>>>>',
  '~~~',
  '~~~~~~?',
  'é',
  '😀',
].toSorted(byBytes);

/** list and listV2: prefix, delimiter, markers, all pages (protocol reference §4.5). */
export async function listing(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('listing', async (client) => {
    checks.equal('empty bucket', [(await client.list()).objects, (await client.listV2()).objects], [[], []]);
    for (const key of KEYS) await client.put(key, Buffer.from(key));
    for (const size of [1, 3, 1000]) {
      checks.equal(`list, pages of ${size}`, await allPages(client, size), KEYS);
      checks.equal(`listV2, pages of ${size}`, await allPagesV2(client, size), KEYS);
    }
    for (const size of [1, 1000]) {
      const pages = [await client.list({ 'max-keys': size }), await client.listV2({ 'max-keys': size })];
      const said = pages.map(({ isTruncated }) => isTruncated);
      checks.equal(`a page of ${size} says whether there are more`, said, [size === 1, size === 1]);
    }
    await prefixes(checks, client);
    await entries(checks, client);
    const refused = { status: 400, code: 'InvalidArgument' };
    await checks.refused('list, page of 1001', () => client.list({ 'max-keys': 1001 }), refused);
    await checks.refused('listV2, page of 1001', () => client.listV2({ 'max-keys': 1001 }), refused);
    await checks.refused('listV2, bad continuation token', () => client.listV2({ 'continuation-token': '*' }), refused);
  });
  const missing = clients.for(clients.newName('missing'));
  const noBucket = { status: 404, code: 'NoSuchBucket', ecCode: '0015-00000101' };
  await checks.refused('list of no bucket', () => missing.list(), noBucket);
  await checks.refused('listV2 of no bucket', () => missing.listV2(), noBucket);
}

async function allPages(client: OSS, size: number): Promise<string[]> {
  const found: string[] = [];
  for (let marker: string | null = ''; marker !== null;) {
    const page: Awaited<ReturnType<OSS['list']>> = await client.list({ 'max-keys': size, ...(marker === '' ? {} : { marker }) });
    found.push(...page.objects.map(({ name }) => name));
    marker = page.nextMarker;
  }
  return found;
}

async function allPagesV2(client: OSS, size: number): Promise<string[]> {
  const found: string[] = [];
  for (let token: string | null = ''; token !== null;) {
    const page: Awaited<ReturnType<OSS['listV2']>> = await client.listV2({
      'max-keys': size,
      ...(token === '' ? {} : { 'continuation-token': token }),
    });
    found.push(...page.objects.map(({ name }) => name));
    token = page.nextContinuationToken;
  }
  return found;
}

async function prefixes(checks: Checks, client: OSS): Promise<void> {
  const under = { prefix: 'a/', delimiter: '/' };
  for (const [what, { objects, prefixes: common }] of [
    ['list', await client.list(under)],
    ['listV2', await client.listV2(under)],
  ] as const) {
    checks.equal(`${what}, prefix and delimiter`, [objects.map(({ name }) => name), common], [['a/1', 'a/2'], ['a/deep/']]);
  }
  const spaced = await client.list({ prefix: 'b ' });
  checks.equal(
    'list, prefix with a space',
    spaced.objects.map(({ name }) => name),
    ['b c/1'],
  );
  const plus = await client.listV2({ prefix: 'b+' });
  checks.equal(
    'listV2, prefix with a plus',
    plus.objects.map(({ name }) => name),
    ['b+c/1'],
  );
  const after = await client.listV2({ 'start-after': '中/', 'max-keys': 2 });
  checks.equal(
    'listV2, start-after',
    after.objects.map(({ name }) => name),
    KEYS.slice(KEYS.indexOf('中/文'), KEYS.indexOf('中/文') + 2),
  );
}

async function entries(checks: Checks, client: OSS): Promise<void> {
  const [v1] = (await client.list({ prefix: 'top' })).objects;
  const [v2] = (await client.listV2({ prefix: 'top', 'fetch-owner': 'true' })).objects;
  for (const [what, entry] of [
    ['list', v1],
    ['listV2', v2],
  ] as const) {
    const said = [entry?.name, entry?.etag, entry?.size, entry?.type, entry?.storageClass];
    checks.equal(`${what}: an entry`, said, ['top', etagOf(Buffer.from('top')), 3, 'Normal', 'Standard']);
    checks.holds(`${what}: its time`, Math.abs(Date.now() - Date.parse(entry?.lastModified ?? '')) < 900_000, entry);
    checks.holds(`${what}: its owner`, (entry?.owner?.id ?? '') !== '' && (entry?.owner?.displayName ?? '') !== '', entry);
  }
}

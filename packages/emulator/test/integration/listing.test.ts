import { decodeXml, listBucketResult, listBucketResultV2, OssError, urlDecodeListing } from '@sse/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask } from '../support/signed-request.ts';

const NAMES = ['a', 'a/b', 'a/b/c', 'a/c', 'a0', 'b', 'b/', 'b//x', 'ü/1', 'ü/2', 'z z', 'z+z', '~', '\u{1F600}', '\uFF5E'];
const byUtf8 = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
const SORTED = NAMES.toSorted(byUtf8);

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'listed' });
  await ask(emulator, { method: 'PUT', bucket: 'listed-not' });
  for (const key of NAMES) await ask(emulator, { method: 'PUT', bucket: 'listed', key, body: key });
});
afterAll(() => emulator.close());

function accept<T>(value: T | OssError): T {
  if (value instanceof OssError) throw value;
  return value;
}

/** Every entry of all pages, objects and common prefixes in one order. */
async function allPages(version: 1 | 2, prefix: string, delimiter: string, size: number): Promise<string[]> {
  const entries: string[] = [];
  for (let marker: string | undefined = ''; marker !== undefined;) {
    const common = { prefix, delimiter, 'max-keys': String(size), 'encoding-type': 'url' };
    const query = version === 1 ? { ...common, marker } : { ...common, 'list-type': '2', 'continuation-token': marker };
    const answer = await ask(emulator, { method: 'GET', bucket: 'listed', query: Object.entries(query) });
    const page = version === 1 ? accept(decodeXml(listBucketResult, answer.body)) : accept(decodeXml(listBucketResultV2, answer.body));
    const { Contents, CommonPrefixes, IsTruncated } = accept(urlDecodeListing(page));
    const names = [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)];
    expect(names.length).toBeLessThanOrEqual(size);
    entries.push(...names.toSorted(byUtf8));
    const next = 'KeyCount' in page ? page.NextContinuationToken : accept(urlDecodeListing(page)).NextMarker;
    expect(next !== undefined).toBe(IsTruncated);
    marker = next;
  }
  return entries;
}

/** What the listing means, written the plain way. */
function expected(prefix: string, delimiter: string): string[] {
  const entries = SORTED.filter((name) => name.startsWith(prefix)).map((name) => {
    const at = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    return at < 0 ? name : name.slice(0, at + delimiter.length);
  });
  return [...new Set(entries)];
}

describe('listing', () => {
  it('pages give every entry once and in order, with any prefix, delimiter and page size', async () => {
    const prefixes = fc.constantFrom('', 'a', 'a/', 'b/', 'ü', 'z', 'none');
    const property = fc.asyncProperty(
      fc.constantFrom(1 as const, 2 as const),
      prefixes,
      fc.constantFrom('', '/', 'b', '//'),
      fc.integer({ min: 1, max: 20 }),
      async (version, prefix, delimiter, size) => {
        expect(await allPages(version, prefix, delimiter, size)).toEqual(expected(prefix, delimiter));
      },
    );
    await fc.assert(property, { numRuns: 80 });
  });

  it.each([
    ['max-keys', '0'],
    ['max-keys', '1001'],
    ['max-keys', 'x'],
    ['prefix', 'p'.repeat(1025)],
    ['marker', 'm'.repeat(1025)],
    ['delimiter', 'd'.repeat(1025)],
    ['encoding-type', 'gzip'],
  ])('refuses %s=%s', async (name, value) => {
    const answer = await ask(emulator, { method: 'GET', bucket: 'listed', query: [[name, value]] });
    expect([answer.status, answer.error?.Code]).toEqual([400, 'InvalidArgument']);
  });

  it('refuses a continuation token that it did not give', async () => {
    const query = [
      ['list-type', '2'],
      ['continuation-token', 'no/token!'],
    ] as const;
    expect((await ask(emulator, { method: 'GET', bucket: 'listed', query })).error?.Code).toBe('InvalidArgument');
  });

  it('of buckets pages too, and refuses to delete one that is not empty', async () => {
    const first = await ask(emulator, {
      method: 'GET',
      query: [
        ['prefix', 'listed'],
        ['max-keys', '1'],
      ],
    });
    expect(first.body.toString()).toMatch(/<IsTruncated>true<\/IsTruncated><NextMarker>listed<\/NextMarker>/);
    const second = await ask(emulator, {
      method: 'GET',
      query: [
        ['prefix', 'listed'],
        ['marker', 'listed'],
      ],
    });
    expect(second.body.toString()).toMatch(/<Name>listed-not<\/Name>/);
    expect(second.body.toString()).not.toMatch(/<Name>listed<\/Name>/);
    const refused = await ask(emulator, { method: 'DELETE', bucket: 'listed' });
    expect([refused.status, refused.error?.Code, refused.error?.EC]).toEqual([409, 'BucketNotEmpty', '0015-00000301']);
  });
});

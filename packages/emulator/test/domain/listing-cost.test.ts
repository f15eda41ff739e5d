import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lmdbStore } from '../../src/adapters/lmdb-store/lmdb-store.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { OrderedStore } from '../../src/ports/ordered-store.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';
import { manyNames, type Cost, type Filling, type ManyNames, type Names } from '../support/many-names.ts';

const million = 1_000_000;
/** Of the embedded store, where they are written first; a million take some minutes. */
const stored = Number(process.env['LISTED_NAMES'] ?? 50_000);
const pageEntries = 1000;
/** A listing reads one entry more than it gives, to know whether it goes on. */
const scanned = pageEntries + 1;
/** Of one table: what a read with a delimiter begins with, and two rows for each entry. */
const mostRows = (entries: number): number => 64 + 2 * entries;

interface Query {
  readonly after: string;
  readonly delimiter: string;
  readonly limit: number;
}

/** A page of names and common prefixes, each in order. */
interface Page {
  readonly names: readonly string[];
  readonly commonPrefixes: readonly string[];
}

type List = (names: ManyNames, query: Query) => Promise<Page>;

const listObjects: List = async ({ services, bucket }, query) => {
  const { objects, commonPrefixes } = await services.listObjects(openSession(), bucket, { prefix: '', ...query });
  return { names: objects.map(({ name }) => name), commonPrefixes };
};
const listVersions: List = async ({ services, bucket }, { after, ...query }) => {
  const { versions, commonPrefixes } = await services.listVersions(openSession(), bucket, {
    prefix: '',
    keyMarker: after,
    idMarker: '',
    ...query,
  });
  return { names: versions.map(({ name }) => name), commonPrefixes };
};
const listUploads: List = async ({ services, bucket }, { after, ...query }) => {
  const { uploads, commonPrefixes } = await services.listUploads(openSession(), bucket, {
    prefix: '',
    keyMarker: after,
    idMarker: '',
    ...query,
  });
  return { names: uploads.map(({ key }) => key), commonPrefixes };
};

const digits = (index: number): string => String(index).padStart(7, '0');

/** `each` names under each common prefix, or none; and what the entry of a number is called. */
function evenly(count: number, each: number): Names & { readonly entries: number; readonly entry: (index: number) => string } {
  if (each === 0) return { count, entries: count, name: (index) => `k${digits(index)}`, entry: (index) => `k${digits(index)}` };
  const entry = (index: number): string => `k${digits(index)}/`;
  return { count, entries: count / each, entry, name: (index) => `${entry(Math.floor(index / each))}${index % each}` };
}

/** Nine tenths of all names under `b/`, the others in equal parts before and after it, each an entry of its own. */
function mostlyUnder(count: number): Names & { readonly around: number } {
  const around = count / 20;
  const letter = (index: number): string => (index < around ? 'a' : index < count - around ? 'b/' : 'c');
  return { count, around, name: (index) => `${letter(index)}${digits(index)}` };
}

async function pageAt(names: ManyNames, list: List, after: string): Promise<{ entries: number; cost: Cost }> {
  const { result, cost } = await names.measure(() => list(names, { after, delimiter: '/', limit: pageEntries }));
  return { entries: result.names.length + result.commonPrefixes.length, cost };
}

/** The same at the start and at the end; `most` rows at most. */
async function expectEvenCost(names: ManyNames, list: List, { entries, entry }: ReturnType<typeof evenly>, most: number): Promise<void> {
  const first = await pageAt(names, list, '');
  expect(first.entries).toBe(pageEntries);
  expect(first.cost.rows).toBeGreaterThan(pageEntries);
  expect(first.cost.rows).toBeLessThanOrEqual(most);
  expect(first.cost.bytes).toBeLessThan(most * 1024);
  expect(await pageAt(names, list, entry(entries - pageEntries - 2))).toEqual(first);
}

interface Subject {
  readonly count: number;
  readonly open: (filling: Filling) => Promise<ManyNames>;
}

const computed: Subject = { count: million, open: (filling) => manyNames(memoryStore(), filling, 'computed') };
let onDisk: OrderedStore;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const LISTINGS: readonly [what: string, list: List, filling: (names: Names) => Filling, tables: number][] = [
  ['objects', listObjects, (objects) => ({ objects }), 1],
  ['objects that have versions', listVersions, (names) => ({ objects: names, versions: { ...names, isMarker: () => false } }), 2],
  ['delete markers', listVersions, (names) => ({ versions: { ...names, isMarker: () => true } }), 1],
  ['objects without versions, by version', listVersions, (objects) => ({ objects }), 1],
  ['uploads', listUploads, (uploads) => ({ uploads }), 1],
];

describe.each(LISTINGS)('pages of a million %s', (_, list, filling, tables) => {
  it.each([0, 1])('read each entry once with %i names under each prefix', async (each) => {
    const names = evenly(computed.count, each);
    await expectEvenCost(await computed.open(filling(names)), list, names, tables * scanned);
  });

  it.each([2, 100])('cost the same everywhere with %i names under each prefix', async (each) => {
    const names = evenly(computed.count, each);
    await expectEvenCost(await computed.open(filling(names)), list, names, tables * mostRows(scanned));
  });

  it('skip a prefix with 900,000 of them', async () => {
    const names = mostlyUnder(computed.count);
    await expectSkipped(await computed.open(filling(names)), list, names, tables * mostRows(21));
  });
});

async function expectSkipped(names: ManyNames, list: List, { count, around, name }: ReturnType<typeof mostlyUnder>, most: number) {
  const after = name(around - 10);
  const { result, cost } = await names.measure(() => list(names, { after, delimiter: '/', limit: 20 }));
  const numbers = [
    ...Array.from({ length: 9 }, (_, index) => around - 9 + index),
    ...Array.from({ length: 10 }, (_, index) => count - around + index),
  ];
  expect(result).toEqual({ names: numbers.map(name), commonPrefixes: ['b/'] });
  expect(cost.rows).toBeLessThanOrEqual(most);
  return cost;
}

describe('900,000 delete markers under a prefix among objects', () => {
  it('are not seen by a listing of objects, and skipped by one of versions', async () => {
    const names = mostlyUnder(million);
    const { around, count, name } = names;
    const isMarker = (index: number): boolean => name(index).startsWith('b/');
    const objects = { count: 2 * around, name: (index: number) => name(index < around ? index : count - 2 * around + index) };
    const many = await computed.open({ objects, versions: { ...names, isMarker } });
    await expectSkipped(many, listVersions, names, 2 * mostRows(21));
    const query = { after: name(around - 10), delimiter: '/', limit: 20 };
    const { result, cost } = await many.measure(() => listObjects(many, query));
    expect(result).toMatchObject({ names: { length: 20 }, commonPrefixes: [] });
    expect(cost.rows).toBe(21);
    const flat = await many.measure(() => listObjects(many, { ...query, delimiter: '' }));
    expect(flat).toEqual({ result, cost });
  });
});

describe('the embedded store', () => {
  beforeAll(() => {
    onDisk = lmdbStore({ path: folder.path });
  });
  afterAll(() => onDisk.close());

  it('gives the pages of a listing the same rows as one that computes them', async () => {
    const names = evenly(stored, 10);
    const many = await manyNames(onDisk, { objects: names }, 'stored');
    await expectEvenCost(many, listObjects, names, mostRows(scanned));
    const same = await manyNames(memoryStore(), { objects: names }, 'computed');
    expect(await pageAt(many, listObjects, '')).toEqual(await pageAt(same, listObjects, ''));
  });
});

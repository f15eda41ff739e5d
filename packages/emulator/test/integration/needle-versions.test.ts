import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localStorage } from '../../src/server/local-storage.ts';
import { startEmulator } from '../../src/start-emulator.ts';
import { allRows } from '../support/blob-census.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import type { Place } from '../support/multipart.ts';
import { digestForms, readFolder } from '../support/read-folder.ts';
import { ask, type Target } from '../support/signed-request.ts';
import { readStoredKeys } from '../support/stored-keys.ts';
import { append, askVersion, copyWithin, setVersioning } from '../support/versioned-requests.ts';

const bucket = 'needles';
const NAMES = Object.keys(ENCRYPTIONS) as (keyof typeof ENCRYPTIONS)[];
const ENCRYPTED = NAMES.filter((name) => name !== 'none');
/** Appends: three short extents, of which each is written again with the next, a long one, and one behind it. */
const APPENDS = [3_000, 40_000, 60_000, 300_000, 5_000];
/** Of the versions that a name gets: in a row, or in a blob of their own. */
const SIZES = { before: 2_000, first: 50_000, second: 2_000, hidden: 50_000, replaced: 50_000, suspended: 2_000, removed: 50_000 };

/** Each body repeats its own 64 random bytes, so that any 64 bytes that leak are found. */
const bodies = new Map<string, Buffer>();
let folder: string;
let stored: Buffer;
let rows: { readonly table: string; readonly value: Buffer }[];
/** Raw key bytes by what they are for. */
let keyBytes: Record<string, Uint8Array>;

function bodyOf(label: string, size: number): Buffer {
  const body = bodies.get(label) ?? Buffer.alloc(size, randomBytes(64));
  bodies.set(label, body);
  return body;
}

const metadataOf = (label: string): Record<string, string> => ({
  'x-oss-meta-needle': `metadata-needle-of-${label}`,
  'content-type': `type-needle/${label.replaceAll(/[ :]+/g, '-')}`,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-needle-versions-'));
  const emulator = await startEmulator({ folder });
  await ask(emulator, { method: 'PUT', bucket });
  for (const name of NAMES) await put(emulator, name, 'before');
  await setVersioning(emulator, bucket, 'Enabled');
  for (const name of NAMES) await storeVersions(emulator, name);
  for (const name of NAMES) await storeAppends(emulator, name);
  await setVersioning(emulator, bucket, 'Suspended');
  // The former null version goes, and its blob to the trash.
  for (const name of NAMES) for (const label of ['replaced', 'suspended'] as const) await put(emulator, name, label);
  await emulator.close();
  stored = await readFolder(folder);
  keyBytes = await readStoredKeys(folder);
  const storage = await localStorage(join(folder, 'data'));
  rows = (await allRows(storage.store)).map(({ key, value }) => ({
    table: Buffer.from(key).toString('latin1').split('\0')[0] ?? '',
    value: Buffer.from(value),
  }));
  await storage.close();
});
afterAll(() => rm(folder, { recursive: true }));

const place = (target: Target, name: string): Place => ({ target, bucket, key: `name-needle-of-${name}` });

async function put(target: Target, name: (typeof NAMES)[number], version: keyof typeof SIZES): Promise<string> {
  const label = `${name}: ${version}`;
  const headers = { ...ENCRYPTIONS[name], ...metadataOf(label) };
  const answer = await ask(target, { method: 'PUT', ...place(target, name), headers, body: bodyOf(label, SIZES[version]) });
  expect(answer.status).toBe(200);
  return String(answer.headers['x-oss-version-id']);
}

async function storeVersions(target: Target, name: (typeof NAMES)[number]): Promise<void> {
  const own = place(target, name);
  const first = await put(target, name, 'first');
  await put(target, name, 'second');
  await put(target, name, 'hidden');
  expect((await askVersion('DELETE', own)).headers['x-oss-delete-marker']).toBe('true');
  expect((await copyWithin(own, own.key, first, ENCRYPTIONS[name])).status).toBe(200);
  expect((await copyWithin({ ...own, key: 'restored elsewhere' }, own.key, first, ENCRYPTIONS[name])).status).toBe(200);
  expect((await askVersion('DELETE', own, await put(target, name, 'removed'))).status).toBe(204);
}

async function storeAppends(target: Target, name: (typeof NAMES)[number]): Promise<void> {
  const own = { ...place(target, name), key: `appended ${name}` };
  let position = 0;
  for (const [index, size] of APPENDS.entries()) {
    const label = `${name}: append ${index}`;
    const headers = index === 0 ? { ...ENCRYPTIONS[name], ...metadataOf(`${name}: append`) } : {};
    expect((await append(own, position, bodyOf(label, size), headers)).status).toBe(200);
    position += size;
  }
}

const shown = (needles: readonly (string | Uint8Array)[]): unknown[] => needles.filter((needle) => stored.includes(needle));
const bodiesOf = (name: string): [string, Buffer][] => [...bodies].filter(([label]) => label.startsWith(`${name}: `));

describe('the data folder, after versions and appends', () => {
  it('holds version rows, null pointers, and blobs that wait in the trash', () => {
    const count = (table: string): number => rows.filter((row) => row.table === table).length;
    // Of each name: before, first, second, hidden, marker, restored, and the null version that made room is gone; and of each appended one.
    expect([count('version'), count('null-version')]).toEqual([NAMES.length * (6 + 2), NAMES.length]);
    // Of each name: the version that was replaced, the one that was removed, and two short extents; the first one lay in a row.
    expect(count('trash')).toBe(NAMES.length * 4);
  });

  it.each(ENCRYPTED)('does not show versions, copies or appends under %s, nor what was removed or written again', (name) => {
    const own = bodiesOf(name);
    expect(own).toHaveLength(Object.keys(SIZES).length + APPENDS.length);
    expect(shown(own.map(([, body]) => body.subarray(0, 64)))).toEqual([]);
  });

  it.each(NAMES)('does not show metadata, MD5 or CRC-64 of what was sent under %s', (name) => {
    const appended = APPENDS.map((_, index) => bodyOf(`${name}: append ${index}`, 0));
    const wholes = appended.map((_, index) => Buffer.concat(appended.slice(0, index + 1)));
    const labels = [...Object.keys(SIZES), 'append'].map((version) => metadataOf(`${name}: ${version}`));
    expect(shown(labels.flatMap((metadata) => Object.values(metadata)))).toEqual([]);
    expect(shown([...bodiesOf(name).map(([, body]) => body), ...wholes].flatMap(digestForms))).toEqual([]);
  });

  it('does not show a key, least of all the data key of any version', () => {
    const dataKeys = Object.entries(keyBytes).filter(([label]) => label.startsWith('data key of '));
    // Of each name: first, second, hidden, restored, suspended; of the name that all restored to, all; and the appended one.
    expect(dataKeys).toHaveLength(ENCRYPTED.length * (5 + 1 + 1));
    expect(new Set(dataKeys.map(([, bytes]) => Buffer.from(bytes).toString('hex'))).size).toBe(dataKeys.length);
    const kinds = new Set(Object.keys(keyBytes).map((label) => label.split(' ').slice(0, 2).join(' ')));
    expect([...kinds].toSorted()).toEqual(['KMS key', 'bucket key', 'data key', 'master', 'root']);
    const hidden = Object.entries(keyBytes).filter(([label]) => label !== 'root');
    expect(hidden.filter(([, bytes]) => stored.includes(bytes)).map(([label]) => label)).toEqual([]);
    expect(stored.includes(keyBytes['root'] ?? '')).toBe(true); // beside the data, in root.key: the search finds keys
  });

  it('has names in the keys of rows and nowhere else: in no value, in no blob', async () => {
    expect(shown(['name-needle-of-KMS'])).toHaveLength(1);
    expect(rows.filter(({ value }) => value.includes('needle')).map(({ table }) => table)).toEqual([]);
    expect((await readFolder(join(folder, 'data', 'blobs'))).includes('needle')).toBe(false);
  });

  it('shows what is not encrypted and lies in blobs, also in the trash: the search itself works', () => {
    const inBlobs = ['first', 'hidden', 'replaced', 'removed', 'append 1', 'append 2', 'append 3', 'append 4'];
    expect(shown(inBlobs.map((version) => bodyOf(`none: ${version}`, 0).subarray(0, 64)))).toHaveLength(inBlobs.length);
    expect(shown([bodyOf('none: before', 0).subarray(0, 64)])).toEqual([]);
  });
});

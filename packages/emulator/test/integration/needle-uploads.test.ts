import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/start-emulator.ts';
import { beginUpload, completeUpload, uploadPart, type PartTag, type Place } from '../support/multipart.ts';
import { postForm } from '../support/posted-forms.ts';
import { digestForms, readFolder } from '../support/read-folder.ts';
import { ask, type Target } from '../support/signed-request.ts';
import { readStoredKeys } from '../support/stored-keys.ts';

const ENCRYPTIONS: Readonly<Record<string, Record<string, string>>> = {
  AES256: { 'x-oss-server-side-encryption': 'AES256' },
  SM4: { 'x-oss-server-side-encryption': 'SM4' },
  KMS: { 'x-oss-server-side-encryption': 'KMS' },
  'KMS-SM4': { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-data-encryption': 'SM4' },
};
const NAMES = [...Object.keys(ENCRYPTIONS), 'none'];
const bucket = 'needles';

/** Each part repeats its own 64 random bytes, so that any 64 bytes that leak are found. */
const parts = new Map<string, Buffer>();
let folder: string;
let stored: Buffer;
/** Raw key bytes by what they are for. */
let keyBytes: Record<string, Uint8Array>;

function part(name: string, number: number): Buffer {
  const label = `${name} ${number}`;
  const found = parts.get(label) ?? Buffer.alloc(number === 2 ? 3000 : 120_000, randomBytes(64));
  parts.set(label, found);
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-needle-uploads-'));
  const emulator = await startEmulator({ folder });
  await ask(emulator, { method: 'PUT', bucket });
  for (const name of NAMES) {
    await storeUpload(emulator, name, 'completed');
    await storeUpload(emulator, name, 'in progress');
    await storeUpload(emulator, name, 'in sequence');
    await storeForm(emulator, name);
  }
  for (const [index, name] of NAMES.entries()) await storeCopies(emulator, name, NAMES[(index + 1) % NAMES.length] ?? name);
  await emulator.close();
  stored = await readFolder(folder);
  keyBytes = await readStoredKeys(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const meta = (name: string): Record<string, string> => ({
  'x-oss-meta-needle': `metadata-needle-of-${name}`,
  'content-type': `type-needle/${name}`,
  'x-oss-tagging': `tag=${encodeURIComponent(`tag-needle of ${name}`)}`,
});

async function storeUpload(target: Target, name: string, end: 'completed' | 'in progress' | 'in sequence'): Promise<void> {
  const label = `${name} ${end}`;
  const place: Place = { target, bucket, key: label };
  const order = end === 'in sequence' ? (['sequential'] as const) : [];
  const uploadId = await beginUpload(place, { ...ENCRYPTIONS[name], ...meta(label) }, ...order);
  const tags: PartTag[] = [];
  for (const number of [1, 2]) tags.push([number, (await uploadPart(place, uploadId, number, part(label, number))).headers.etag ?? '']);
  if (end === 'completed') expect((await completeUpload(place, uploadId, tags)).status).toBe(200);
}

/** A posted file, and one that was refused when all of it was there. */
async function storeForm(target: Target, name: string): Promise<void> {
  const label = `${name} posted`;
  const fields = {
    ...ENCRYPTIONS[name],
    key: label,
    'x-oss-meta-needle': `metadata-needle-of-${label}`,
    'content-type': `type-needle/${label}`,
  };
  expect((await postForm(target, bucket, fields, { bytes: part(label, 1), name: `file-needle-of-${label}` })).status).toBe(204);
  expect((await postForm(target, bucket, { ...fields, key: `${name} small` }, { bytes: part(label, 2) })).status).toBe(204);
  const refused = { ...fields, 'content-md5': Buffer.alloc(16).toString('base64') };
  expect((await postForm(target, bucket, refused, { bytes: part(label, 3) })).status).toBe(400);
}

/** A copy of an encrypted object and one by parts, under `to`. */
async function storeCopies(target: Target, from: string, to: string): Promise<void> {
  if (from === 'none' || to === 'none') return;
  const headers = { 'x-oss-copy-source': `/${bucket}/${encodeURIComponent(`${from} completed`)}` };
  expect((await ask(target, { method: 'PUT', bucket, key: `${from} to ${to}`, headers: { ...headers, ...ENCRYPTIONS[to] } })).status).toBe(
    200,
  );
  const place: Place = { target, bucket, key: `${from} to ${to} by parts` };
  const uploadId = await beginUpload(place, ENCRYPTIONS[to]);
  const query = [
    ['partNumber', '1'],
    ['uploadId', uploadId],
  ] as const;
  expect((await ask(target, { method: 'PUT', ...place, query, headers })).status).toBe(200);
}

const shown = (needles: readonly (string | Uint8Array)[]): unknown[] => needles.filter((needle) => stored.includes(needle));

describe('the data folder, after uploads in parts and copies', () => {
  it.each(Object.keys(ENCRYPTIONS))('does not show parts or copies under %s', (name) => {
    const own = [...parts].filter(([label]) => label.startsWith(`${name} `)).map(([, body]) => body.subarray(0, 64));
    expect(own).toHaveLength(9);
    expect(shown(own)).toEqual([]);
  });

  it.each(NAMES)('does not show metadata, tags, MD5 or CRC-64 of what was sent under %s', (name) => {
    for (const end of ['completed', 'in progress', 'in sequence', 'posted']) {
      const label = `${name} ${end}`;
      const named = [`metadata-needle-of-${label}`, `type-needle/${label}`, `tag-needle of ${label}`, `file-needle-of-${label}`];
      expect(shown(named)).toEqual([]);
      const bodies = [part(label, 1), part(label, 2), Buffer.concat([part(label, 1), part(label, 2)])];
      for (const body of bodies) expect(shown(digestForms(body))).toEqual([]);
    }
  });

  it('does not show a data key of an object, of a copy, or of an upload that has not ended', () => {
    const dataKeys = Object.entries(keyBytes).filter(([label]) => label.startsWith('data key of '));
    const ofUploads = dataKeys.filter(([label]) => label.startsWith('data key of upload of '));
    // In progress, in sequence, and a copy by parts of each but one; completed, two forms, and a copy of each but one.
    expect([ofUploads.length, dataKeys.length - ofUploads.length]).toEqual([4 + 4 + 3, 4 + 8 + 3]);
    expect(new Set(dataKeys.map(([, bytes]) => Buffer.from(bytes).toString('hex'))).size).toBe(dataKeys.length);
    const hidden = Object.entries(keyBytes).filter(([label]) => label !== 'root');
    expect(hidden.filter(([, bytes]) => stored.includes(bytes)).map(([label]) => label)).toEqual([]);
    expect(stored.includes(keyBytes['root'] ?? '')).toBe(true); // beside the data, in root.key: the search finds keys
  });

  it('shows parts that are not encrypted, and names: the search itself works', () => {
    const needles = [part('none completed', 1), part('none in progress', 1), part('none posted', 1)].map((body) => body.subarray(0, 64));
    expect(shown([...needles, 'AES256 to SM4'])).toHaveLength(4);
  });
});

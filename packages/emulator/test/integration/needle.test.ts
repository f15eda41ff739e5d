import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/start-emulator.ts';
import { digestForms, readFolder } from '../support/read-folder.ts';
import { ask, type Ask, type Target } from '../support/signed-request.ts';
import { readStoredKeys } from '../support/stored-keys.ts';

const MIB = 1 << 20;
const SECRET = 'needle-test-secret-0123456789';
const ENCRYPTIONS: Readonly<Record<string, Record<string, string>>> = {
  AES256: { 'x-oss-server-side-encryption': 'AES256' },
  SM4: { 'x-oss-server-side-encryption': 'SM4' },
  KMS: { 'x-oss-server-side-encryption': 'KMS' },
  'KMS-SM4': { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-data-encryption': 'SM4' },
};

/** Each body repeats its own 64 random bytes, so that any 64 bytes that leak are found. */
const PATTERNS = Object.fromEntries([...Object.keys(ENCRYPTIONS), 'none', 'small', 'small-none'].map((name) => [name, randomBytes(64)]));

let folder: string;
let stored: Buffer;
/** Raw key bytes by what they are for. */
let keyBytes: Record<string, Uint8Array>;

function bodyOf(name: string, size = MIB): Buffer {
  return Buffer.alloc(size, PATTERNS[name]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-needle-'));
  const emulator = await startEmulator({ folder, credentials: { accessKeyId: 'LTAIneedle', accessKeySecret: SECRET } });
  await fillWith(emulator);
  await emulator.close();
  stored = await readFolder(folder);
  keyBytes = await readStoredKeys(folder);
});
afterAll(() => rm(folder, { recursive: true }));

async function fillWith(emulator: Target): Promise<void> {
  await ask(emulator, { method: 'PUT', bucket: 'needles' });
  for (const [name, headers] of Object.entries(ENCRYPTIONS)) {
    await put(emulator, name, bodyOf(name), headers);
  }
  await put(emulator, 'none', bodyOf('none'), {});
  await put(emulator, 'small', bodyOf('small', 4096), { 'x-oss-server-side-encryption': 'AES256' });
  await put(emulator, 'small-none', bodyOf('small-none', 4096), {});
  await amendAndLink(emulator);
}

/** Tags and an ACL that come after the write, and a link with its own. */
async function amendAndLink(emulator: Target): Promise<void> {
  const of = (key: string, name: string): Pick<Ask, 'method' | 'bucket' | 'key' | 'query'> => ({
    method: 'PUT',
    bucket: 'needles',
    key,
    query: [[name, '']],
  });
  const body = '<Tagging><TagSet><Tag><Key>amended-key-needle</Key><Value>amended-value-needle</Value></Tag></TagSet></Tagging>';
  const acl = { 'x-oss-object-acl': 'public-read-write' };
  const link = { ...acl, 'x-oss-symlink-target': 'target-needle', 'x-oss-tagging': 'link-key-needle=link-value-needle' };
  for (const key of ['none', 'KMS']) {
    expect((await ask(emulator, { ...of(key, 'tagging'), body })).status).toBe(200);
    expect((await ask(emulator, { ...of(key, 'acl'), headers: acl })).status).toBe(200);
  }
  expect((await ask(emulator, { ...of('link', 'symlink'), headers: link })).status).toBe(200);
}

async function put(emulator: Target, name: string, body: Buffer, headers: Record<string, string>): Promise<void> {
  const meta = {
    'x-oss-meta-needle': `metadata-needle-of-${name}`,
    'content-type': `type-needle/${name}`,
    'x-oss-tagging': `tag-key-needle-of-${name}=tag-value-needle-of-${name}`,
  };
  const answer = await ask(emulator, { method: 'PUT', bucket: 'needles', key: name, headers: { ...headers, ...meta }, body });
  expect(answer.status).toBe(200);
}

describe('the data folder', () => {
  it.each([...Object.keys(ENCRYPTIONS), 'small'])('does not show the body written with %s', (name) => {
    expect(stored.includes(PATTERNS[name] ?? '')).toBe(false);
  });

  it.each(Object.keys(PATTERNS))('does not show metadata, tags, MD5 or CRC-64 of %s, which rows seal always', (name) => {
    const body = bodyOf(name, name.startsWith('small') ? 4096 : MIB);
    const texts = ['metadata-needle-of-', 'type-needle/', 'tag-key-needle-of-', 'tag-value-needle-of-'].map((text) => text + name);
    expect([...texts, ...digestForms(body)].filter((needle) => stored.includes(needle))).toEqual([]);
  });

  it('does not show tags and ACLs that were amended, nor what a link stands for', () => {
    const texts = [
      'amended-key-needle',
      'amended-value-needle',
      'link-key-needle',
      'link-value-needle',
      'target-needle',
      'public-read-write',
    ];
    const digest = createHash('md5').update('target-needle').digest('hex').toUpperCase();
    expect([...texts, digest].filter((text) => stored.includes(text))).toEqual([]);
  });

  it('does not show the access key secret', () => {
    expect(stored.includes(SECRET)).toBe(false);
  });

  it('does not show the bytes of any key', () => {
    const data = Object.entries(keyBytes).filter(([name]) => name !== 'root');
    const kinds = Object.keys(keyBytes).map((name) =>
      name.replace(/^(bucket key )([0-9a-f-]{36})? ?[0-9a-f]{32}$/, '$1of the KMS').replace(/^(data key of .*) [0-9a-f]{32}$/, '$1'),
    );
    const ofObjects = [...Object.keys(ENCRYPTIONS), 'small'].map((name) => `data key of ${name}`);
    for (const kind of ['master', 'bucket key of the KMS', 'KMS key version 0', ...ofObjects]) expect(kinds).toContain(kind);
    expect(kinds.filter((kind) => kind.startsWith('bucket key local'))).toHaveLength(2);
    expect(data.filter(([, bytes]) => stored.includes(bytes)).map(([name]) => name)).toEqual([]);
    expect(stored.includes(keyBytes['root'] ?? '')).toBe(true); // beside the data, in root.key: the search finds keys
  });

  it('shows names, and the body of an object in a blob that is not encrypted: the search itself works', () => {
    expect(stored.includes('needles')).toBe(true);
    expect(stored.includes(PATTERNS['none'] ?? '')).toBe(true);
  });

  it('seals the body of a small object even without encryption, because it lies in a row', () => {
    expect(stored.includes(PATTERNS['small-none'] ?? '')).toBe(false);
  });
});

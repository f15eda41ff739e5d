import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDekEnvelope, parseDekEnvelope } from '@sse/core/envelope';
import { secretKey, toHex, withKeyBytes, type SecretKey } from '@sse/core/primitives';
import { createScratch } from '../../src/body/scratch.ts';
import { openSession } from '../../src/domain/bucket-key.ts';
import { bucketKeyPlace, keyspace, systemScope } from '../../src/domain/keyspace.ts';
import { bucketKeyRef } from '../../src/domain/open-bucket-keys.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { startEmulator } from '../../src/start-emulator.ts';
import { openDomainProcess, readRows } from '../support/domain-process.ts';
import { ask, type Ask, type Target } from '../support/signed-request.ts';

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

/** Everything in the data folder, one file after the other. */
async function readFolder(path: string): Promise<Buffer> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name)));
  return Buffer.concat(await Promise.all(files));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-needle-'));
  const emulator = await startEmulator({ folder, credentials: { accessKeyId: 'LTAIneedle', accessKeySecret: SECRET } });
  await fillWith(emulator);
  await emulator.close();
  stored = await readFolder(folder);
  keyBytes = await readKeys(folder);
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

/** Opens every key that the folder holds, as the server does. */
async function readKeys(path: string): Promise<Record<string, Uint8Array>> {
  const root = await readFile(join(path, 'root.key'));
  const storage = await localStorage(join(path, 'data'));
  const { store } = storage;
  const { keys, services } = await openDomainProcess(store, { root: secretKey(root) });
  const session = openSession();
  const found: Record<string, Uint8Array> = { root, master: bytesOf((await keys.masterKeys.active()).key) };
  for (const { key } of await store.range({ ...keyspace.allBucketKeys(), limit: 100 })) {
    const { bucketId, bucketKeyId } = bucketKeyPlace(key);
    const opened = await keys.bucketKeys.open(session, bucketKeyRef(bucketId, bucketKeyId));
    found[`bucket key ${opened.kmsKeyId ?? 'local'} ${toHex(bucketKeyId)}`] = bytesOf(opened.key);
  }
  for (const { key } of await store.range({ ...keyspace.kmsKeys(), limit: 100 })) {
    const row = await keys.rows.read<{ versions: { material: Uint8Array }[] }>(session, { scope: systemScope, key });
    for (const [index, { material }] of (row?.value.versions ?? []).entries()) found[`KMS key version ${index}`] = material;
  }
  for (const name of [...Object.keys(ENCRYPTIONS), 'small']) {
    const { body, binding } = await readRows(services, 'needles', name);
    const envelope = body.envelope ?? expect.fail('it has no data key');
    const { key } = await keys.bucketKeys.open(session, bucketKeyRef(binding.bucketId, parseDekEnvelope(envelope).bucketKeyId));
    found[`data key of ${name}`] = bytesOf(
      openDekEnvelope({ envelope, binding: { ...binding, uploadId: new Uint8Array(0) }, bucketKey: key }),
    );
  }
  await storage.close();
  return found;
}

function bytesOf(key: SecretKey): Uint8Array {
  return withKeyBytes(key, (bytes) => Uint8Array.from(bytes));
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
    const md5 = createHash('md5').update(body).digest();
    const crc64 = createScratch().crc64.update(0n, body);
    const crcBytes = Buffer.alloc(8);
    crcBytes.writeBigUInt64BE(crc64);
    const texts = ['metadata-needle-of-', 'type-needle/', 'tag-key-needle-of-', 'tag-value-needle-of-'].map((text) => text + name);
    expect([...texts, String(crc64)].filter((text) => stored.includes(text))).toEqual([]);
    for (const bytes of [md5, crcBytes, Buffer.from(crcBytes).swap64()]) {
      const forms = [bytes, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), bytes.toString('base64')];
      expect(forms.filter((form) => stored.includes(form))).toEqual([]);
    }
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
    const kinds = Object.keys(keyBytes).map((name) => name.replace(/^(bucket key )([0-9a-f-]{36})? ?[0-9a-f]{32}$/, '$1of the KMS'));
    for (const kind of ['master', 'bucket key of the KMS', 'KMS key version 0', 'data key of KMS']) expect(kinds).toContain(kind);
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

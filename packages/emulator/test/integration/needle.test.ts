import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseBucketKeyRow } from '@sse/core/envelope';
import { secretKey, toHex, withKeyBytes, type SecretKey } from '@sse/core/primitives';
import { defaultKeyLimits, openSession } from '../../src/domain/bucket-key.ts';
import { openKeyHierarchy } from '../../src/domain/key-hierarchy.ts';
import { bucketKeyPlace, keyspace, systemScope } from '../../src/domain/keyspace.ts';
import { bucketKeyRef } from "../../src/domain/open-bucket-keys.ts";
import { localStorage } from '../../src/server/local-storage.ts';
import { startEmulator } from '../../src/start-emulator.ts';
import { ask, type Target } from '../support/signed-request.ts';

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
}

/** Opens every key that the folder holds, as the server does. */
async function readKeys(path: string): Promise<Record<string, Uint8Array>> {
  const rootKey = await readFile(join(path, 'root.key'));
  const storage = await localStorage(join(path, 'data'));
  const { store } = storage;
  const kms = (): never => expect.fail('KMS bucket keys are not opened here');
  const keys = await openKeyHierarchy({
    store,
    rootKey: secretKey(rootKey),
    kms,
    limits: defaultKeyLimits,
    now: Date.now,
    random: (length) => randomBytes(length),
  });
  const session = openSession();
  const found: Record<string, Uint8Array> = { root: rootKey, master: bytesOf((await keys.masterKeys.active()).key) };
  for (const row of await store.range({ ...keyspace.allBucketKeys(), limit: 100 })) {
    const { bucketId, bucketKeyId } = bucketKeyPlace(row.key);
    const parsed = parseBucketKeyRow(row.value, { bucketId, bucketKeyId });
    if (parsed.scheme === 'local')
      found[`bucket key ${toHex(bucketKeyId)}`] = bytesOf((await keys.bucketKeys.open(session, bucketKeyRef(bucketId, bucketKeyId))).key);
  }
  for (const { key } of await store.range({ ...keyspace.kmsKeys(), limit: 100 })) {
    const row = await keys.rows.read<{ versions: { material: Uint8Array }[] }>(session, { scope: systemScope, key });
    for (const [index, { material }] of (row?.value.versions ?? []).entries()) found[`KMS key version ${index}`] = material;
  }
  await storage.close();
  return found;
}

function bytesOf(key: SecretKey): Uint8Array {
  return withKeyBytes(key, (bytes) => Uint8Array.from(bytes));
}

async function put(emulator: Target, name: string, body: Buffer, headers: Record<string, string>): Promise<void> {
  const meta = { 'x-oss-meta-needle': `metadata-needle-of-${name}` };
  const answer = await ask(emulator, { method: 'PUT', bucket: 'needles', key: name, headers: { ...headers, ...meta }, body });
  expect(answer.status).toBe(200);
}

describe('the data folder', () => {
  it.each([...Object.keys(ENCRYPTIONS), 'small'])('does not show the body written with %s', (name) => {
    expect(stored.includes(PATTERNS[name] ?? '')).toBe(false);
  });

  it.each(Object.keys(PATTERNS))('does not show metadata or MD5 of %s, which rows seal always', (name) => {
    const md5 = createHash('md5')
      .update(bodyOf(name, name.startsWith('small') ? 4096 : MIB))
      .digest();
    expect(stored.includes(`metadata-needle-of-${name}`)).toBe(false);
    for (const form of [md5, md5.toString('hex'), md5.toString('hex').toUpperCase(), md5.toString('base64')]) {
      expect(stored.includes(form)).toBe(false);
    }
  });

  it('does not show the access key secret', () => {
    expect(stored.includes(SECRET)).toBe(false);
  });

  it('does not show the bytes of any key', () => {
    const data = Object.entries(keyBytes).filter(([name]) => name !== 'root');
    expect(Object.keys(keyBytes).filter((name) => name.startsWith('bucket key')).length).toBe(2);
    expect(keyBytes).toHaveProperty('KMS key version 0');
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

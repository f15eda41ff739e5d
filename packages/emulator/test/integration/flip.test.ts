import { toHex } from '@sse/core/primitives';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import type { Services } from '../../src/operations/services.ts';
import { createBucket, openDomainProcess, putObject, readObject } from '../support/domain-process.ts';
import { tampering } from '../support/tampering.ts';

const store = memoryStore();
const blobs = memoryBlobs();
const storage = tampering(store, blobs);

/** A process that has read nothing yet: its caches are empty. */
async function freshServices(inlineLimit = 32 * 1024): Promise<Services> {
  return (await openDomainProcess(storage.store, { blobs: storage.blobs, inlineLimit })).services;
}

const OBJECTS = {
  'inline-aes': { size: 300, headers: { 'x-oss-server-side-encryption': 'AES256' } },
  'inline-kms': { size: 1_700, headers: { 'x-oss-server-side-encryption': 'KMS' } },
  'inline-plain': { size: 300, headers: {} },
  'blob-sm4': { size: 300, headers: { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-data-encryption': 'SM4' } },
  'blob-aes': { size: 16_500, headers: { 'x-oss-server-side-encryption': 'AES256' } },
  'blob-plain': { size: 300, headers: {} },
} as const;
type Name = keyof typeof OBJECTS;
const NAMES = Object.keys(OBJECTS) as Name[];

const bodyOf = (name: Name): Buffer => Buffer.alloc(OBJECTS[name].size, `body of ${name} `);

const read = (services: Services, name: Name): Promise<Buffer> => readObject(services, 'flips', name);

/** What a read gives while one byte is shown with one bit flipped. */
async function readFlipped(
  services: Services,
  object: Name,
  flip: { name: string; at: number; bit: number },
): Promise<'error' | 'true bytes' | 'WRONG'> {
  storage.flip = flip;
  try {
    return (await read(services, object)).equals(bodyOf(object)) ? 'true bytes' : 'WRONG';
  } catch {
    return 'error';
  } finally {
    storage.flip = undefined;
  }
}

let services: Services;
const blobOf = new Map<Name, { id: string; size: number }>();

beforeAll(async () => {
  services = await freshServices();
  await createBucket(services, 'flips');
  const inBlobs = await freshServices(0);
  for (const name of NAMES) {
    const before = new Set(await blobIds());
    const { headers } = OBJECTS[name];
    await putObject(name.startsWith('blob') ? inBlobs : services, { bucket: 'flips', key: name, body: bodyOf(name), headers });
    for (const id of await blobIds()) if (!before.has(id)) blobOf.set(name, { id, size: await sizeOf(id) });
  }
});

async function blobIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of blobs.list()) ids.push(id);
  return ids;
}

async function replaceBlob(id: string, bytes: Uint8Array): Promise<void> {
  await blobs.delete(id);
  let given = 0;
  const read = (into: Uint8Array): Promise<number> => {
    const piece = bytes.subarray(given, given + into.length);
    into.set(piece);
    given += piece.length;
    return Promise.resolve(piece.length);
  };
  await blobs.write(id, { read });
}

async function sizeOf(id: string): Promise<number> {
  const reader = (await blobs.read(id)) ?? expect.fail('no such blob');
  const size = await reader.read(new Uint8Array(64 * 1024));
  await reader.close();
  return size;
}

describe('every stored byte, flipped one at a time', () => {
  it.each(NAMES)('in the rows that a read of %s rests on: an error, never wrong bytes', async (name) => {
    const rows = await store.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 1000 });
    const outcomes: Record<string, Set<string>> = {};
    for (const { key, value } of rows) {
      const table = Buffer.from(key).toString('latin1').split('\0')[0] ?? '';
      if ((table === 'object' || table === 'body') && !Buffer.from(key).includes(name)) continue;
      const seen = (outcomes[table] ??= new Set());
      for (let at = 0; at < value.length; at += 1) seen.add(await readFlipped(services, name, { name: toHex(key), at, bit: at % 8 }));
    }
    expect(Object.values(outcomes).flatMap((seen) => [...seen])).not.toContain('WRONG');
    for (const table of ['bucket', 'object', 'body']) expect([...(outcomes[table] ?? [])]).toEqual(['error']);
    expect((await read(services, name)).equals(bodyOf(name))).toBe(true);
  });

  it.each(NAMES.filter((name) => name.startsWith('blob')))('in the blob of %s: an error', async (name) => {
    const blob = blobOf.get(name) ?? expect.fail('it has no blob');
    expect(blob.size).toBeGreaterThanOrEqual(OBJECTS[name].size);
    const seen = new Set<string>();
    for (let at = 0; at < blob.size; at += 1) seen.add(await readFlipped(services, name, { name: blob.id, at, bit: at % 8 }));
    expect([...seen]).toEqual(['error']);
  });

  it.each(NAMES.filter((name) => name.startsWith('blob')))('in the blob of %s, cut or with bytes behind it: an error', async (name) => {
    const { id, size } = blobOf.get(name) ?? expect.fail('it has no blob');
    const whole = new Uint8Array(size);
    const reader = (await blobs.read(id)) ?? expect.fail('no such blob');
    await reader.read(whole);
    for (const length of [0, 1, 55, 56, 72, 16_456, size - 16, size - 1, size + 1, size + 16_400]) {
      if (length === size || length < 0) continue;
      await replaceBlob(id, Buffer.concat([whole, Buffer.alloc(16_400)]).subarray(0, length));
      await expect(read(services, name), `${length} of ${size} bytes`).rejects.toThrow();
    }
    await replaceBlob(id, whole);
    expect((await read(services, name)).equals(bodyOf(name))).toBe(true);
  });

  it('in key rows, for a process that has no key in memory: an error', async () => {
    const rows = await store.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 1000 });
    for (const { key, value } of rows) {
      const table = Buffer.from(key).toString('latin1').split('\0')[0] ?? '';
      if (table !== 'keyring' && table !== 'bucket-key') continue;
      for (let at = 0; at < value.length; at += 1) {
        storage.flip = { name: toHex(key), at, bit: at % 8 };
        const outcome = await freshServices()
          .then((fresh) => readFlipped(fresh, 'inline-kms', { name: toHex(key), at, bit: at % 8 }))
          .catch(() => 'error' as const);
        expect([table, at, outcome]).toEqual([table, at, 'error']);
      }
      storage.flip = undefined;
    }
  });
});

import { createHash } from 'node:crypto';
import { openNode } from '../../src/node.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { memoryStorage } from '../../src/server/memory-storage.ts';
import { runEmulator, type EmulatorOptions, type RunningEmulator } from '../../src/server/run-emulator.ts';
import type { Storage } from '../../src/server/server-parts.ts';

/** An emulator in memory whose storage a test can look into. */
export interface InspectedEmulator extends RunningEmulator {
  /** Hash over every row with its version and every blob: what is stored has not changed as long as it is the same. */
  stored(): Promise<string>;
}

/** Starts an emulator; `wrap` puts something between it and its blobs. */
export async function startInspected(
  options: EmulatorOptions = {},
  wrap: (blobs: BlobStore) => BlobStore = (blobs) => blobs,
): Promise<InspectedEmulator> {
  const storage = memoryStorage();
  const wrapped: Storage = { ...storage, blobs: wrap(storage.blobs) };
  const emulator = await runEmulator({ openNode, openStorage: localStorage, memoryStorage: () => wrapped }, options);
  return { ...emulator, stored: () => storedHash(storage) };
}

/** Hash over every row with its version and every blob. */
export async function storedHash({ store, blobs }: Storage): Promise<string> {
  const hash = createHash('sha256');
  for (const { key, version, value } of await allRows(store))
    hash.update(`${key.length} ${version} ${value.length} `).update(key).update(value);
  for (const id of await allBlobs(blobs)) hash.update(id).update(await blobBytes(blobs, id));
  return hash.digest('hex');
}

async function allRows(store: OrderedStore): Promise<Row[]> {
  const rows: Row[] = [];
  for (let gte: Uint8Array = Uint8Array.of(0); ;) {
    const page = await store.range({ gte, lt: Uint8Array.of(0xff), limit: 200 });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined) return rows;
    gte = Buffer.concat([last.key, Buffer.of(0)]);
  }
}

async function allBlobs(blobs: BlobStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of blobs.list()) ids.push(id);
  return ids.toSorted();
}

async function blobBytes(blobs: BlobStore, id: string): Promise<Buffer> {
  const reader = await blobs.read(id);
  const into = Buffer.alloc(64 * 1024);
  const pieces: Buffer[] = [];
  for (let count = (await reader?.read(into)) ?? 0; count > 0; count = (await reader?.read(into)) ?? 0)
    pieces.push(Buffer.from(into.subarray(0, count)));
  await reader?.close();
  return Buffer.concat(pieces);
}

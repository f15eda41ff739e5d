import { setImmediate as turn } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { regionPool } from '../../src/adapters/file-blobs/region-pool.ts';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { extentReader, type ExtentReader } from '../../src/body/read-extents.ts';
import { createScratch } from '../../src/body/scratch.ts';
import type { OpenedObject } from '../../src/domain/open-object.ts';
import type { BlobReader, BlobStore } from '../../src/ports/blob-store.ts';
import { createBucket, openDomainProcess, openStoredObject, putObject } from '../support/domain-process.ts';

const HEADERS = { none: {}, AES256: { 'x-oss-server-side-encryption': 'AES256' } } as const;
const BODY = Buffer.alloc(5_000_000, 'what a reader reads ');
const WHOLE = { start: 0, end: BODY.length };

const stored = memoryBlobs();
const opened: Partial<Record<string, OpenedObject>> = {};
beforeAll(async () => {
  const { services } = await openDomainProcess(memoryStore(), { blobs: stored });
  await createBucket(services, 'reads');
  for (const [key, headers] of Object.entries(HEADERS)) {
    await putObject(services, { bucket: 'reads', key, body: BODY, headers });
    opened[key] = await openStoredObject(services, 'reads', key);
  }
});

/** Blobs that count the readers which are open, and all reads; from the `failing`-th on, reads fail. */
function watched(failing = Infinity) {
  const seen = { open: 0, reads: 0 };
  async function read(...[id, range]: Parameters<BlobStore['read']>): Promise<BlobReader | undefined> {
    const reader = await stored.read(id, range);
    seen.open += 1;
    return (
      reader && {
        async read(into) {
          seen.reads += 1;
          if (seen.reads >= failing) throw new Error('EIO');
          return reader.read(into);
        },
        async close() {
          seen.open -= 1;
          await reader.close();
        },
      }
    );
  }
  const regions = regionPool(1 << 20);
  return { seen, regions, readExtents: extentReader({ blobs: { ...stored, read }, regions, scratch: createScratch() }) };
}

async function readAll(batches: ReturnType<ExtentReader>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const batch of batches) pieces.push(...batch);
  return Buffer.concat(pieces);
}

describe.each(Object.keys(HEADERS))('a reader of an object with encryption %s', (name) => {
  const object = (): OpenedObject => opened[name] ?? expect.fail('it was not stored');

  it('holds no region and reads no further while nobody takes what it gave', async () => {
    const { seen, regions, readExtents } = watched();
    const pieces: Uint8Array[] = [];
    for await (const batch of readExtents(object(), WHOLE)) {
      pieces.push(...batch);
      const { reads } = seen;
      for (let turns = 0; turns < 5; turns += 1) await turn();
      expect([regions.held, seen.open, seen.reads]).toEqual([0, 1, reads]);
    }
    expect(Buffer.concat(pieces).equals(BODY)).toBe(true);
    expect(seen.open).toBe(0);
  });

  it('closes the blob when its consumer goes, and when a read fails', async () => {
    const { seen, readExtents } = watched();
    const batches = readExtents(object(), WHOLE);
    await batches.next();
    expect(seen.open).toBe(1);
    await batches.return();
    expect(seen.open).toBe(0);
    for (const failing of [1, 2, 3]) {
      const broken = watched(failing);
      await expect(readAll(broken.readExtents(object(), WHOLE))).rejects.toThrow('EIO');
      expect([broken.seen.open, broken.regions.held]).toEqual([0, 0]);
    }
  });
});

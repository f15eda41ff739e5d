import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { blobStoreConformance, chooseCases, meteredBlobs, runCase, type BlobStoreSubject } from '../../src/conformance/index.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import { brokenBlobs } from './broken-blobs.ts';
import { firstFailure } from './catches.ts';

const subjectOf = (blobs: BlobStore): BlobStoreSubject => ({ blobs, dispose: () => blobs.close() });

describe('the suite of BlobStore', () => {
  it('has a name of its own for every case', () => {
    expect(new Set(blobStoreConformance.map(({ name }) => name)).size).toBe(blobStoreConformance.length);
  });

  for (const [name, open] of Object.entries(brokenBlobs)) {
    it(`catches a store that ${name}`, async () => {
      expect(await firstFailure(blobStoreConformance, async () => subjectOf(open()))).toBeDefined();
    });
  }
});

describe('meteredBlobs', () => {
  for (const each of chooseCases(blobStoreConformance)) {
    it(each.name, () => runCase(each, async () => subjectOf(meteredBlobs(memoryBlobs()).blobs)));
  }
});

import { describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { blobStoreConformance, chooseCases, meteredBlobs, runCase, type BlobStoreSubject } from '../../src/conformance/index.ts';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import { passesSuite } from '../adapters/passes-suite.ts';
import { brokenBlobs } from './broken-blobs.ts';
import { firstFailure } from './catches.ts';

const subjectOf = (blobs: BlobStore): BlobStoreSubject => ({ blobs, dispose: () => blobs.close() });

describe('the suite of BlobStore', () => {
  it('has a name of its own for every case', () => {
    expect(new Set(blobStoreConformance.map(({ name }) => name)).size).toBe(blobStoreConformance.length);
  });

  it.for(Object.entries(brokenBlobs))('catches a store that %s', async ([, open]) => {
    expect(await firstFailure(blobStoreConformance, async () => subjectOf(open()))).toBeDefined();
  });
});

it('cases that open the blobs again fail where these are others', async () => {
  const strangers = async (): Promise<BlobStoreSubject> => ({ ...subjectOf(memoryBlobs()), reopen: async () => memoryBlobs() });
  const cases = chooseCases(blobStoreConformance, ['reopen']).filter(({ needs = [] }) => needs.length > 0);
  expect(cases.length).toBeGreaterThan(0);
  for (const each of cases) await expect(runCase(each, strangers)).rejects.toThrow();
});

describe('meteredBlobs', () => {
  passesSuite(blobStoreConformance, async () => subjectOf(meteredBlobs(memoryBlobs()).blobs));
});

import { contentCases } from './contents.ts';
import { lifetimeCases } from './lifetimes.ts';
import { sourceCases } from './sources.ts';
import type { BlobStoreCase } from './subject.ts';

/** Everything that `BlobStore` promises, but for durability, which no case can show. Capability: `reopen` (see `BlobStoreSubject`). */
export const blobStoreConformance: readonly BlobStoreCase[] = [...contentCases, ...sourceCases, ...lifetimeCases];

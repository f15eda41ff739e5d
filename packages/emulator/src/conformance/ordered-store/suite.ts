import { commitCases } from './commits.ts';
import { limitCases } from './limits.ts';
import { peerCases } from './peers.ts';
import { raceCases } from './races.ts';
import { rangeCases } from './ranges.ts';
import { readCases } from './reads.ts';
import { reopenCases, shareCases } from './sharing.ts';
import type { OrderedStoreCase } from './subject.ts';
import { versionCases } from './versions.ts';

/** Everything that `OrderedStore` promises. Capabilities: `reopen`, `share`, `peer` (see `OrderedStoreSubject`). */
export const orderedStoreConformance: readonly OrderedStoreCase[] = [
  ...readCases,
  ...rangeCases,
  ...commitCases,
  ...versionCases,
  ...raceCases,
  ...limitCases,
  ...reopenCases,
  ...shareCases,
  ...peerCases,
];

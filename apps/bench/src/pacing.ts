import type { Cell } from './cell.ts';
import type { LoadLimits } from './load/load-phase.ts';
import { isLarge } from './sizes.ts';

/** How long and how much a cell is measured. */
export interface Pacing {
  /** Different objects. */
  readonly objects: number;
  /** Absent: the first request is measured. */
  readonly warmUp: LoadLimits | undefined;
  readonly measured: LoadLimits;
  /** Objects that are read back after puts, and compared. */
  readonly readBack: number;
  readonly checkEvery: number;
}

/** How long a run may take for each cell. */
export interface Pace {
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Bytes that measured puts of one cell may write; its data folder holds them all. */
  readonly putBytes: number;
}

export const PACES = {
  full: { warmUpSeconds: 2, seconds: 5, putBytes: 8 * 2 ** 30 },
  quick: { warmUpSeconds: 0.2, seconds: 0.5, putBytes: 512 * 2 ** 20 },
} as const satisfies Record<string, Pace>;

const smallObjects = 512;
const largeObjects = 4;
/** Larger objects are put and got once. */
const oneOnlyFrom = 2 ** 30;
/** Warm-up of large objects is counted: their first requests are as slow as all others. */
const largeWarmUp = 8;

/** The pacing of a cell. */
export function pacingOf({ operation, size, connections }: Cell, { warmUpSeconds, seconds, putBytes }: Pace): Pacing {
  if (size >= oneOnlyFrom) {
    return { objects: 1, warmUp: undefined, measured: { seconds: 0, least: 1, most: 1 }, readBack: 0, checkEvery: 1 };
  }
  // Puts that are under way at one time are of different objects: racing for one is not what is measured.
  const objects = isLarge(size) ? Math.max(largeObjects, operation === 'put' ? connections : 0) : smallObjects;
  const most = operation === 'put' && isLarge(size) ? Math.max(connections, Math.floor(putBytes / size)) : Infinity;
  return {
    objects,
    warmUp: isLarge(size)
      ? { seconds: 0, least: largeWarmUp, most: largeWarmUp }
      : { seconds: warmUpSeconds, least: objects, most: Infinity },
    measured: { seconds, least: connections, most },
    readBack: isLarge(size) ? largeObjects : smallObjects,
    checkEvery: isLarge(size) ? 4 : 16,
  };
}

/** Bytes that the data folder of a cell may grow to, about: overwritten objects lie in the trash for a while. */
export function diskNeeded({ operation, size }: Cell, { objects, warmUp, measured }: Pacing): number {
  if (!isLarge(size)) return 2 ** 30;
  return operation === 'get' ? objects * size : ((warmUp?.most ?? 0) + measured.most) * size;
}

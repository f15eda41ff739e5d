import { requestBytes, type Cell } from './cell.ts';
import type { LoadLimits } from './load/load-phase.ts';
import { isLarge } from './sizes.ts';

/** How long and how much a cell is measured. */
export interface Pacing {
  /** Different objects. */
  readonly objects: number;
  /** Absent: the first request is measured. */
  readonly warmUp: LoadLimits | undefined;
  readonly warmUpConnections: number;
  readonly measured: LoadLimits;
  /** Objects that are read back after puts, and compared. */
  readonly readBack: number;
  /** Every how many answers one is checked; has no divisor in common with the number of objects to get, so that each gets its turn. */
  readonly checkEvery: number;
}

/** How thorough a run is. */
export interface Pace {
  /** Warm-up of small objects. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Requests before large ones are measured: counted, as the first cost nearly what all others do. */
  readonly largeWarmUp: number;
  /** Bytes that measured puts of one cell may write; its data folder holds them all. */
  readonly putBytes: number;
}

export const PACES = {
  full: { warmUpSeconds: 2, seconds: 5, largeWarmUp: 8, putBytes: 8 * 2 ** 30 },
  quick: { warmUpSeconds: 0.2, seconds: 0.4, largeWarmUp: 4, putBytes: 256 * 2 ** 20 },
} as const satisfies Record<string, Pace>;

/**
 * The kernel gives each connection to some worker, and the measured ones may come to another than those before. With so many for each, a
 * worker is left out of the warm-up once in thousands of runs.
 */
const warmUpConnectionsPerWorker = 8;
const smallObjects = 512;
const largeObjects = 4;
/** Objects from this size on are put once and got once. */
const onceFrom = 2 ** 30;

/** The pacing of a cell. */
export function pacingOf(cell: Cell, { warmUpSeconds, seconds, largeWarmUp, putBytes }: Pace): Pacing {
  const { operation, size, connections, workers } = cell;
  if (operation === 'upload') return uploadPacing(cell);
  if (size >= onceFrom) return { objects: 1, warmUp: undefined, warmUpConnections: 0, measured: exactly(1), readBack: 0, checkEvery: 1 };
  if (!isLarge(size)) {
    const warmUp = { seconds: warmUpSeconds, least: smallObjects, most: Infinity };
    return {
      objects: smallObjects,
      warmUp,
      warmUpConnections: workers === 1 ? connections : Math.max(connections, workers * warmUpConnectionsPerWorker),
      measured: { seconds, least: connections, most: Infinity },
      readBack: smallObjects,
      checkEvery: 17,
    };
  }
  // Puts that are under way at one time are of different objects: a race for one is not what is measured.
  const objects = operation === 'put' ? Math.max(largeObjects, connections) : largeObjects;
  const most = operation === 'put' ? Math.max(connections, Math.floor(putBytes / size)) : Infinity;
  const warmUps = Math.max(largeWarmUp, largeObjects);
  return {
    objects,
    warmUp: exactly(warmUps),
    warmUpConnections: Math.min(connections, warmUps),
    measured: { seconds, least: connections, most },
    readBack: largeObjects,
    checkEvery: 3,
  };
}

/** An object for each connection, each uploaded once, and read back. */
function uploadPacing(cell: Cell): Pacing {
  const objects = cell.connections;
  const requests = (objects * cell.size) / requestBytes(cell);
  return { objects, warmUp: undefined, warmUpConnections: 0, measured: exactly(requests), readBack: objects, checkEvery: 1 };
}

/** Limits of a phase that sends so many requests, however long that takes. */
export function exactly(requests: number): LoadLimits {
  return { seconds: 0, least: requests, most: requests };
}

/** About how many bytes the data folder of a cell may grow to: overwritten objects lie in the trash for a while. */
export function diskNeeded(cell: Cell, { objects, warmUp, measured }: Pacing): number {
  const { operation, size } = cell;
  if (!isLarge(size)) return 2 ** 30;
  if (operation === 'upload') return objects * size;
  return (operation === 'get' ? objects : (warmUp?.most ?? 0) + measured.most) * size;
}

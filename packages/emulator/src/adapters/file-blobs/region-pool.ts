import { createLinearMemory } from '@sse/core/primitives';

/** A run of page-aligned memory, its length a multiple of 4096, held by one writer. What it held before is still in it. */
export interface Region {
  readonly bytes: Uint8Array;
  /** Gives it back; once. Nobody may use `bytes` any more, the system neither. */
  release(): void;
}

/** The memory that all blob writes of a process share. */
export interface RegionPool {
  /**
   * A region of at least 128 KiB and at most 1 MiB: large while few hold or wait for one, small while many do, and not much over `wanted` bytes.
   * Those who must wait are served in turn; a wait ends with the signal's reason when that fires.
   */
  acquire(options?: { readonly wanted?: number; readonly signal?: AbortSignal | undefined }): Promise<Region>;
  /** Regions that are held now. */
  readonly held: number;
}

interface Waiter {
  readonly wanted: number;
  readonly resolve: (region: Region) => void;
}

const unit = 128 * 1024;
const largestUnits = 8;

/** A pool of `budget` bytes (at least 128 KiB). The memory is reserved on first use and taken from the system as it is touched. */
export function regionPool(budget = 16 << 20): RegionPool {
  const units = Math.max(1, Math.floor(budget / unit));
  const taken: boolean[] = Array.from({ length: units }, () => false);
  const queue: Waiter[] = [];
  let memory: ArrayBufferLike | undefined;
  let held = 0;

  /** A region for one more holder; `undefined` when every unit is taken. */
  function take(wanted: number): Region | undefined {
    const share = floorToPower(units / (held + queue.length + 1));
    const enough = ceilingToPower(wanted / unit);
    for (let length = Math.min(largestUnits, share, enough); length >= 1; length /= 2) {
      const first = findRun(length);
      if (first !== undefined) return hold(first, length);
    }
    return undefined;
  }

  function findRun(length: number): number | undefined {
    for (let first = 0; first + length <= units; first += length) {
      if (!taken.slice(first, first + length).includes(true)) return first;
    }
    return undefined;
  }

  function hold(first: number, length: number): Region {
    memory ??= createLinearMemory({ bytes: units * unit }).buffer;
    taken.fill(true, first, first + length);
    held += 1;
    return {
      bytes: new Uint8Array(memory, first * unit, length * unit),
      release() {
        taken.fill(false, first, first + length);
        held -= 1;
        serve();
      },
    };
  }

  function serve(): void {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const region = take(next.wanted);
      if (region === undefined) {
        queue.unshift(next);
        return;
      }
      next.resolve(region);
    }
  }

  function wait(wanted: number, signal: AbortSignal | undefined): Promise<Region> {
    return new Promise((resolve, reject) => {
      const waiter = { wanted, resolve: settle };
      function settle(region: Region): void {
        signal?.removeEventListener('abort', abort);
        resolve(region);
      }
      function abort(): void {
        queue.splice(queue.indexOf(waiter), 1);
        reject(signal?.reason);
      }
      signal?.addEventListener('abort', abort, { once: true });
      queue.push(waiter);
    });
  }

  return {
    async acquire({ wanted = largestUnits * unit, signal } = {}) {
      signal?.throwIfAborted();
      // While others wait nothing is free: whoever comes now waits behind them.
      return take(wanted) ?? wait(wanted, signal);
    },
    get held() {
      return held;
    },
  };
}

function floorToPower(count: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, count)));
}

function ceilingToPower(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}

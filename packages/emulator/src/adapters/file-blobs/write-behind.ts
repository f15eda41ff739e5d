import { minimumPull, type ByteSource } from '../../ports/blob-store.ts';
import { pull } from '../blob-limits.ts';
import { blockBytes } from './blob-file.ts';
import type { RegionPool } from './region-pool.ts';

export interface WriteBehindOptions {
  readonly regions: RegionPool;
  /** The number of bytes to come, where known. */
  readonly size: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** As `BlobFile.write`; never called while an earlier call is under way. */
  readonly write: (region: Uint8Array, length: number, position: number) => Promise<void>;
}

/** What one region got from the source. */
interface Filling {
  readonly filled: number;
  readonly ended: boolean;
  /** Set when the source would make the next read wait. */
  readonly stalled: Promise<void> | undefined;
}

const nothing = new Uint8Array(0);

/**
 * Moves all bytes of `source` through `write` and gives their number. While one region is written the next is filled, so a body holds two at most,
 * and none while its source stalls: then what came is written, but for the odd bytes after the last whole block, which are kept apart.
 * Settles only after the last `write` did.
 */
export async function writeBehind(source: ByteSource, { regions, size = Infinity, signal, write }: WriteBehindOptions): Promise<number> {
  let position = 0;
  let odd: Uint8Array = nothing;
  let behind = Promise.resolve();
  let stalled = observed(source.ready?.());
  try {
    for (let ended = false; !ended;) {
      await stalled;
      // Room for the rest of a body of known size, and for the read that finds its end.
      const region = await regions.acquire({ wanted: size - position + minimumPull, signal });
      let filling: Filling;
      try {
        filling = await fill(region.bytes, odd, source);
        await behind;
      } catch (error) {
        region.release();
        throw error;
      }
      ({ ended, stalled } = filling);
      const length = ended ? filling.filled : filling.filled - (filling.filled % blockBytes);
      odd = region.bytes.slice(length, filling.filled);
      behind = observed(write(region.bytes, length, position).finally(() => region.release()));
      position += length;
    }
    await behind;
    return position;
  } catch (error) {
    await behind.catch(() => undefined);
    throw error;
  }
}

async function fill(region: Uint8Array, odd: Uint8Array, source: ByteSource): Promise<Filling> {
  region.set(odd);
  let filled = odd.length;
  for (;;) {
    const length = await pull(source, region.subarray(filled));
    if (length === 0) return { filled, ended: true, stalled: undefined };
    filled += length;
    const stalled = observed(source.ready?.());
    if (stalled !== undefined || region.length - filled < minimumPull) return { filled, ended: false, stalled };
  }
}

/** The promise itself, with its rejection taken note of: it is awaited later, or not at all when something else fails first. */
function observed<P extends Promise<void> | undefined>(promise: P): P {
  promise?.catch(() => undefined);
  return promise;
}

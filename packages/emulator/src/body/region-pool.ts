/** A stretch of memory that is lent for a short while. */
export interface Region {
  readonly bytes: Uint8Array;
  /** Must be called once, when nothing reads or writes the bytes any more. */
  release(): void;
}

export interface RegionPool {
  /** A region, as soon as one is free; waiters are served in order. */
  acquire(): Promise<Region>;
}

/** Lends at most `count` regions of `size` bytes at a time; memory is made on first need and then used again. */
export function regionPool({ size, count }: { readonly size: number; readonly count: number }): RegionPool {
  const free: Uint8Array[] = [];
  const waiting: ((region: Region) => void)[] = [];
  let made = 0;

  function lend(bytes: Uint8Array): Region {
    return {
      bytes,
      release() {
        const next = waiting.shift();
        if (next === undefined) free.push(bytes);
        else next(lend(bytes));
      },
    };
  }

  return {
    acquire() {
      const bytes = free.pop();
      if (bytes !== undefined) return Promise.resolve(lend(bytes));
      if (made < count) {
        made += 1;
        return Promise.resolve(lend(new Uint8Array(size)));
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

import type { BlobStore } from '../../src/ports/blob-store.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';

/** One stored byte that reads show with a bit flipped; `undefined` for none. */
export interface Flip {
  /** Hex of the row's key, or the blob's id. */
  readonly name: string;
  readonly at: number;
  readonly bit: number;
}

/** Storage whose reads go through a flip that the test moves about; nothing stored is changed. */
export interface Tampering {
  flip: Flip | undefined;
  readonly store: OrderedStore;
  readonly blobs: BlobStore;
}

export function tampering(store: OrderedStore, blobs: BlobStore): Tampering {
  const tampered: Tampering = { flip: undefined, store: tamperedStore(), blobs: tamperedBlobs() };
  return tampered;

  function altered(row: Row): Row {
    const { flip } = tampered;
    if (flip === undefined || Buffer.from(row.key).toString('hex') !== flip.name) return row;
    const value = Uint8Array.from(row.value);
    flipBit(value, flip.at, flip.bit);
    return { ...row, value };
  }

  function tamperedStore(): OrderedStore {
    return {
      ...store,
      async get(key) {
        const row = await store.get(key);
        return row && altered(row);
      },
      /** Never says `unchanged`, so that no cache hides what is stored. */
      async getMany(keys) {
        const found = await store.getMany(keys);
        return found.map((row) => (row === undefined || row === 'unchanged' ? row : altered(row)));
      },
      range: async (options) => (await store.range(options)).map(altered),
    };
  }

  function tamperedBlobs(): BlobStore {
    return {
      ...blobs,
      async read(id, range) {
        const reader = await blobs.read(id, range);
        let position = range?.start ?? 0;
        return (
          reader && {
            async read(into) {
              const count = await reader.read(into);
              const { flip } = tampered;
              if (flip?.name === id && flip.at >= position && flip.at < position + count) flipBit(into, flip.at - position, flip.bit);
              position += count;
              return count;
            },
            close: () => reader.close(),
          }
        );
      },
    };
  }
}

function flipBit(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
}

import type { Found, OrderedStore, StoreKey, Version } from '../ports/ordered-store.ts';
import type { Session } from './bucket-key.ts';

/** A row that is to be read. */
export interface WantedRow {
  readonly key: StoreKey;
  /** The name of the row in caches: its key, byte for byte. */
  readonly name: string;
  /** The version that the process holds in memory; absent when it holds none. */
  readonly known: Version | undefined;
}

/** What was read ahead, and for whom it is `'unchanged'`. */
export interface ReadAheadRow {
  readonly found: Found;
  readonly known: Version | undefined;
}

/** Reads rows as they are now, one by one, or together before they are asked for. */
export interface RowReader {
  /** Reads rows that this session is about to ask for, in one go and from one moment. */
  ahead(session: Session, wanted: readonly WantedRow[]): Promise<void>;
  /** The row. What was read ahead is given once: whoever asks again, after a commit that lost, gets the row of that moment. */
  read(session: Session, wanted: WantedRow): Promise<Found>;
}

export function rowReader(store: OrderedStore): RowReader {
  function readAhead({ ahead }: Session, { name, known }: WantedRow): ReadAheadRow | undefined {
    const row = ahead.get(name);
    if (row === undefined) return undefined;
    ahead.delete(name);
    return row.found !== 'unchanged' || row.known === known ? row : undefined;
  }

  return {
    async ahead(session, wanted) {
      const found = await store.getMany(
        wanted.map(({ key }) => key),
        { known: wanted.map(({ known }) => known) },
      );
      for (const [index, { name, known }] of wanted.entries()) session.ahead.set(name, { found: found[index], known });
    },
    async read(session, wanted) {
      const row = readAhead(session, wanted);
      if (row !== undefined) return row.found;
      const [found] = await store.getMany([wanted.key], { known: [wanted.known] });
      return found;
    },
  };
}

/** The name of a row in caches. */
export function rowName(key: StoreKey): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}

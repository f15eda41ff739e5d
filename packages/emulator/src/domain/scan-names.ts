import type { KeyRange, OrderedStore, Row, StoreKey } from '../ports/ordered-store.ts';
import { afterKey, afterPrefix } from './keyspace.ts';

/** A table whose rows are in the order of names: `name 0x00`, and then `suffixBytes` bytes. */
export interface NameTable {
  readonly range: KeyRange;
  /** Bytes of a key after the name and its NUL. */
  readonly suffixBytes: number;
}

export interface NameScan {
  readonly prefix: string;
  /** Names that share a prefix up to its next occurrence are one entry; `''` for none. */
  readonly delimiter: string;
  /** Where the scan begins; absent: at the prefix. */
  readonly start: StoreKey | undefined;
  readonly limit: number;
}

/** A row, or the common prefix of rows that were skipped. */
export type ScannedEntry = { readonly name: string; readonly row: Row } | { readonly name: string; readonly row: undefined };

/** Rows of the first read when a delimiter may make most of them skipped. */
const firstDelimitedPage = 64;

/**
 * Up to `limit` entries in UTF-8 order of names; what lies under a common prefix is skipped by seeking, not read. The first row of every read
 * gives a new entry, and with a delimiter a read asks for at most twice as many rows as the one before gave entries: so it reads at most
 * 64 rows and 2 for each entry, whatever lies under the prefixes.
 */
export async function scanNames(
  store: OrderedStore,
  table: NameTable,
  { prefix, delimiter, start, limit }: NameScan,
): Promise<ScannedEntry[]> {
  const lt = prefix === '' ? table.range.lt : afterPrefix(nameStart(table, prefix));
  let gte = start ?? nameStart(table, prefix);
  const entries: ScannedEntry[] = [];
  let wanted = delimiter === '' ? limit : firstDelimitedPage;
  while (entries.length < limit) {
    const before = entries.length;
    const size = Math.min(wanted, limit - before);
    const page = await store.range({ gte, lt, limit: size });
    for (const row of page) {
      const name = nameIn(table, row.key);
      const group = commonPrefixOf(name, prefix, delimiter);
      if (group === undefined) entries.push({ name, row });
      else if (entries.at(-1)?.name !== group) entries.push({ name: group, row: undefined });
      gte = group === undefined ? afterKey(row.key) : afterPrefix(nameStart(table, group));
    }
    if (page.length < size) return entries;
    wanted = 2 * (entries.length - before);
  }
  return entries;
}

/** Where a scan goes on after all rows of the name `marker`, or after all names under it where it is a common prefix; `undefined` when that is before the prefix. */
export function startAfterName(
  table: NameTable,
  marker: string,
  { prefix, delimiter }: Pick<NameScan, 'prefix' | 'delimiter'>,
): StoreKey | undefined {
  if (marker === '' || Buffer.compare(Buffer.from(marker), Buffer.from(prefix)) < 0) return undefined;
  if (marker.startsWith(prefix) && commonPrefixOf(marker, prefix, delimiter) === marker) return afterPrefix(nameStart(table, marker));
  return afterPrefix(Buffer.concat([nameStart(table, marker), Buffer.of(0)]));
}

/** The part of a name up to and with the first delimiter after the prefix; `undefined` when there is none. */
function commonPrefixOf(name: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : name.slice(0, at + delimiter.length);
}

/** The first key whose name begins with `start`. */
function nameStart({ range }: NameTable, start: string): StoreKey {
  return Buffer.concat([range.gte, Buffer.from(start)]);
}

function nameIn({ range, suffixBytes }: NameTable, key: StoreKey): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('utf8', range.gte.length, key.length - 1 - suffixBytes);
}

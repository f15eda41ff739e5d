import { endianness } from 'node:os';

/** Layout of LMDB's data format 2 on 64-bit systems, in bytes: `MDB_page`, `MDB_meta`, `MDB_db`, `MDB_node` and `MDB_ovpage` of its mdb.c. */
const page = { flags: 18, lower: 20, content: 24 } as const;
const meta = { magic: 24, version: 28, pageSize: 48, roots: [88, 136], lastPage: 144, transaction: 152, end: 168 } as const;
const node = { flags: 4, keySize: 6, key: 8 } as const;
const database = { root: 40 } as const;
const extent = { first: 0, pages: 16 } as const;

const magic = 0xbeefc0de;
const version = 2;
const pageFlags = { branch: 0x01, leaf: 0x02, meta: 0x08 } as const;
const nodeFlags = { extent: 0x01, database: 0x02 } as const;
/** The root of a tree that is empty. */
const noPage = 2 ** 64;

/** LMDB writes numbers as its machine has them. */
const little = endianness() === 'LE';

/** An open file, as far as it is read here. */
export interface ReadableFile {
  stat(): Promise<{ readonly size: number }>;
  read(into: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

/** What one of the two meta pages says; the one of the newer transaction counts. */
interface Meta {
  /** Bytes of a page. */
  readonly pageSize: number;
  /** Root pages of the trees of free pages and of databases. */
  readonly roots: readonly number[];
  readonly lastPage: number;
  readonly transaction: number;
}

/** Readings of a file that others write to before it is let pass: to whom it is open already, it is an environment. */
const readings = 10;

/**
 * What is wrong with a file that is to be an LMDB environment, `undefined` when LMDB can open it: both meta pages are LMDB's, and all pages
 * that the newest snapshot names lie within the file. Their contents are not looked at. Other processes may have the environment open.
 */
export async function lmdbFileObjection(file: ReadableFile): Promise<string | undefined> {
  for (let reading = 0; reading < readings; reading += 1) {
    const before = await readMetas(file);
    if (before === undefined) return 'it does not begin as the LMDB files of this server do: it is damaged, or something else';
    const newest = before[0].transaction > before[1].transaction ? before[0] : before[1];
    // The size is asked for after the meta page, before which LMDB writes every page that it names.
    const pages = Math.floor((await file.stat()).size / newest.pageSize);
    // A healthy file may be short of pages at its end that their own transaction gave back before they were written.
    if (newest.lastPage < pages || (await liesWithin(file, newest, pages))) return undefined;
    // As long as a snapshot is the newest, nobody overwrites its pages.
    const after = await readMetas(file);
    if (after?.every(({ transaction }) => transaction <= newest.transaction)) return 'its end is missing';
  }
  return undefined;
}

async function readMetas(file: ReadableFile): Promise<readonly [Meta, Meta] | undefined> {
  const first = readMeta(await readAt(file, 0, meta.end));
  const second = first && readMeta(await readAt(file, first.pageSize, meta.end));
  return second && [first, second];
}

function readMeta(bytes: DataView): Meta | undefined {
  if (bytes.byteLength < meta.end || bytes.getUint32(meta.magic, little) !== magic) return undefined;
  if ((bytes.getUint16(page.flags, little) & pageFlags.meta) === 0) return undefined;
  if ((bytes.getUint32(meta.version, little) & 0xffff) !== version) return undefined;
  const pageSize = bytes.getUint32(meta.pageSize, little);
  if (pageSize < 256 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return undefined;
  const roots = meta.roots.map((at) => number64(bytes, at));
  return { pageSize, roots, lastPage: number64(bytes, meta.lastPage), transaction: number64(bytes, meta.transaction) };
}

/** Whether every page of a snapshot's trees is one of the first `pages` pages of the file. */
async function liesWithin(file: ReadableFile, { pageSize, roots }: Meta, pages: number): Promise<boolean> {
  const waiting = [...roots];
  let visits = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === noPage) continue;
    // No page is in a tree twice.
    if (next >= pages || (visits += 1) > pages) return false;
    const named = pagesNamed(await readAt(file, next * pageSize, pageSize));
    if (named === undefined || named.last >= pages) return false;
    waiting.push(...named.children);
  }
  return true;
}

/** The child pages that a page of a tree names, and the last page of all large values that lie outside; `undefined` for a page of no tree. */
function pagesNamed(bytes: DataView): { readonly children: readonly number[]; readonly last: number } | undefined {
  const isBranch = (bytes.getUint16(page.flags, little) & pageFlags.branch) !== 0;
  if (!isBranch && (bytes.getUint16(page.flags, little) & pageFlags.leaf) === 0) return undefined;
  const children: number[] = [];
  let last = 0;
  try {
    for (let pointer = page.content; pointer < page.content + bytes.getUint16(page.lower, little); pointer += 2) {
      const at = page.content + bytes.getUint16(pointer, little);
      const flags = bytes.getUint16(at + node.flags, little);
      const value = at + node.key + bytes.getUint16(at + node.keySize, little);
      // In a branch, the page number goes on where a leaf has flags.
      if (isBranch) children.push(flags * 2 ** 32 + bytes.getUint32(at, little));
      else if ((flags & nodeFlags.database) !== 0) children.push(number64(bytes, value + database.root));
      else if ((flags & nodeFlags.extent) !== 0) {
        last = Math.max(last, number64(bytes, value + extent.first) + number64(bytes, value + extent.pages) - 1);
      }
    }
  } catch (error) {
    // What is no page of a tree may point anywhere.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return { children, last };
}

function number64(bytes: DataView, at: number): number {
  return Number(bytes.getBigUint64(at, little));
}

/** The bytes at an offset, fewer where the file ends. */
async function readAt(file: ReadableFile, position: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return new DataView(bytes.buffer, 0, bytesRead);
}

import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { open } from 'lmdb';
import { foldersAbove } from '../folders-above.ts';
import { hasCode } from '../has-code.ts';
import type { LmdbOpen, LmdbOptions, LmdbRoot, LmdbTable, LmdbTableOptions } from './lmdb-layer.ts';

/** An open environment. The rows have a database of their own; the root keeps the sequence beside the record that LMDB rewrites with every commit anyway. */
export interface Environment {
  readonly root: LmdbRoot;
  readonly rows: LmdbTable;
}

const tableOptions: LmdbTableOptions = { keyEncoding: 'binary', encoding: 'binary' };

/**
 * `overlappingSync: false`: a transaction becomes visible only after its pages were flushed, and its promise resolves after its root was, too.
 * So what any reader or check rests on is durable. With overlapping flushes (lmdb-js's default) rows that a power cut can take back are visible
 * before, to other processes too, and a process that opens the environment at such a moment takes them for flushed and may reuse pages that
 * the last durable root still needs. Measured at 64 commits in flight it would save a tenth of the time.
 *
 * `eventTurnBatching: false`: the store gathers commits itself. And with it lmdb-js holds a promise of its own for each batch that nobody
 * observes: on a full disk its rejection would end the process.
 */
const environmentOptions: Omit<LmdbOptions, 'path'> = {
  ...tableOptions,
  noSubdir: false,
  overlappingSync: false,
  eventTurnBatching: false,
  permissionsMode: 0o600,
};

/** Opens the environment in the folder `path`, made if it is not there. Its file grows as needed, in every process that has it open. */
export function openEnvironment(path: string, openRoot: LmdbOpen = openDurably): Environment {
  const root = openRoot({ ...environmentOptions, path });
  return { root, rows: root.openDB({ ...tableOptions, name: 'rows' }) };
}

/** lmdb-js's `open`, with the names of the environment's file and folders made durable, which LMDB leaves to its caller. */
function openDurably(options: LmdbOptions): LmdbRoot {
  const topmost = mkdirSync(options.path, { recursive: true, mode: 0o700 });
  const root = open<Buffer, Uint8Array>(options);
  if (process.platform === 'win32') return root;
  for (const folder of [options.path, ...foldersAbove(options.path, topmost)]) syncFolder(folder);
  return root;
}

function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (error) {
    // A folder that we may not read is none that we made: who put the environment's folder into it answers for its name.
    if (!hasCode(error, 'EACCES')) throw error;
  }
}

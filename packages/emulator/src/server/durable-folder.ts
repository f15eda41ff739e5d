import { mkdir, open } from 'node:fs/promises';
import { foldersAbove } from '../adapters/folders-above.ts';

/** Makes a folder, and those above it that are missing, for this user only; durable when it resolves. One that is there is no error. */
export async function makeDurableFolder(folder: string): Promise<void> {
  const topmost = await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder that is there may have been made a moment before a crash: its name is flushed all the same.
  for (const above of foldersAbove(folder, topmost)) await syncFolder(above);
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileError } from './local-file.ts';

/**
 * Saves a stream as a file that is there whole or not at all: it is written under another name in the same folder, flushed to disk and
 * renamed when the stream has ended well; what is there under the name is replaced. Rejects with the stream's own error, or `FileError`.
 */
export async function saveFile(path: string, content: Readable): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = createWriteStream(unfinished, { flags: 'wx', flush: true });
  // The one that fails takes the other with it, so only the first failure tells which it was.
  let failed: Readable | typeof file | undefined;
  for (const stream of [content, file]) stream.once('error', () => (failed ??= stream));
  try {
    await pipeline(content, file);
    failed = file;
    await rename(unfinished, path);
  } catch (error) {
    // A file that is still being opened would come to be after its removal.
    if (!file.closed) await new Promise((resolve) => file.once('close', resolve));
    await rm(unfinished, { force: true });
    throw failed === file ? fileError('write', path, error) : error;
  }
}

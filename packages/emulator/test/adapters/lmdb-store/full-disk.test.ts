import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const program = fileURLToPath(new URL('full-disk-program.ts', import.meta.url));

// A limit on the size of files fails writes as a full disk does, and needs no disk to fill.
it.skipIf(process.platform === 'win32')(
  'lmdbStore fails commits that find no space, keeps the process alive, and goes on once there is some',
  async () => {
    const { path, remove } = await temporaryFolder();
    const script = 'ulimit -f 6000 && exec "$0" --conditions=@sse/source "$1" "$2"';
    const child = spawn('sh', ['-c', script, process.execPath, program, path], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const told: unknown[] = [];
    child.on('message', (message) => told.push(message));
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(told).toEqual([{ committedSome: true, missing: 0, mended: true }]);
    await remove();
  },
);

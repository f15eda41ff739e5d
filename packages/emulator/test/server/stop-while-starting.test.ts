import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { childrenOf } from '../support/server-process.ts';
import { spawnServer } from './spawn-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a stop signal that also ends workers which are starting', () => {
  it('ends the server without a complaint about them', async () => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, ['--workers', '2', '--log-level', 'silent']);
    let workers: number[] = [];
    while (workers.length === 0) {
      await sleep(1);
      workers = await childrenOf(server.pid);
    }
    server.signal('SIGTERM');
    for (const worker of workers) process.kill(worker, 'SIGKILL');
    expect(await server.ended).toBe(0);
    expect(server.printed.stderr).not.toContain('sse-emulator:');
  });
});

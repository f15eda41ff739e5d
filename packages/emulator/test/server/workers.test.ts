import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { restartDelay } from '../../src/server/worker-pool.ts';
import { failVariable } from './fake-node.ts';
import { portFree } from './port-free.ts';
import { rawClient } from './raw-client.ts';
import { spawnServer } from './spawn-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Asks on new connections until `count` processes have answered. */
async function pids(port: number, count: number): Promise<number[]> {
  const seen = new Set<number>();
  while (seen.size < count) {
    const reply = await fetch(`http://127.0.0.1:${port}/pid`, { headers: { connection: 'close' } }).catch(() => undefined);
    if (reply !== undefined) seen.add(Number(await reply.text()));
  }
  return [...seen];
}

describe('workers', () => {
  it('share a port that the first one chose; the primary serves nothing', async () => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, ['--workers', '2']);
    const port = await server.ready();
    expect(await pids(port, 2)).not.toContain(server.pid);
  });

  it('that die are replaced on the same port, and the store is told', async () => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, ['--workers', '2']);
    const port = await server.ready();
    const before = await pids(port, 2);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await server.sees('stderr', /a new worker serves[^]*a new worker serves/);
    for (const pid of await pids(port, 2)) expect(before).not.toContain(pid);
    expect(server.printed.stderr).toMatch(/a worker died and is replaced/);
    expect(server.printed.stderr).toMatch(/signal SIGKILL/);
    expect(server.printed.stderr.match(/dead readers forgotten/g)).toHaveLength(2);
  });

  it('that cannot be replaced for a while are replaced afterwards', async () => {
    await using folder = await temporaryFolder();
    const fails = `${folder.path}/fails`;
    await using server = spawnServer(folder.path, ['--workers', '2'], { [failVariable]: fails });
    const port = await server.ready();
    await writeFile(fails, '');
    const [victim = 0] = await pids(port, 2);
    process.kill(victim, 'SIGKILL');
    await server.sees('stderr', /a worker could not be replaced/);
    await rm(fails);
    await server.sees('stderr', /a new worker serves/);
    expect(await pids(port, 2)).not.toContain(victim);
  });

  it('that can never be replaced end the server with their message', async () => {
    await using folder = await temporaryFolder();
    const fails = `${folder.path}/fails`;
    await using server = spawnServer(folder.path, ['--workers', '2'], { [failVariable]: fails });
    const port = await server.ready();
    await writeFile(fails, '');
    const [victim = 0] = await pids(port, 2);
    process.kill(victim, 'SIGKILL');
    expect(await server.ended).toBe(1);
    expect(server.printed.stderr).toMatch(/\nsse-emulator: this worker was told to fail\n/);
    await portFree(port);
  });

  it('that cannot start end the server with their message before it says that it is ready', async () => {
    await using folder = await temporaryFolder();
    const fails = `${folder.path}/fails`;
    await writeFile(fails, '');
    await using server = spawnServer(folder.path, ['--workers', '3'], { [failVariable]: fails });
    expect(await server.ended).toBe(1);
    expect(server.printed.stderr).toMatch(/^sse-emulator: this worker was told to fail\n/m);
    expect(server.printed.stdout).not.toContain('ready');
  });

  it('do not outlive a primary that was killed, not even for a request in flight', async () => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, ['--workers', '2']);
    const port = await server.ready();
    using busy = rawClient(port);
    busy.say('PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n');
    await busy.hears('100 Continue');
    server.signal('SIGKILL');
    expect(await busy.ended).not.toContain('cn-hangzhou');
    await portFree(port);
  });
});

describe('restartDelay', () => {
  it('doubles up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 20].map(restartDelay)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });
});

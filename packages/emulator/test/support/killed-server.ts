import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, type ServerProcess } from './server-process.ts';

/** A server of its own process that is ended and started again over one data folder. */
export interface KilledServer {
  readonly folder: string;
  start(): Promise<ServerProcess>;
  /** Ends the running server, if there is one. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Ends it for good and removes the folder. */
  remove(): Promise<void>;
}

export async function killedServer(name: string): Promise<KilledServer> {
  const folder = await mkdtemp(join(tmpdir(), `sse-${name}-`));
  let running: ServerProcess | undefined;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const server = running;
    running = undefined;
    await server?.end(signal);
  }

  return {
    folder,
    async start() {
      running = await startServerProcess(join(folder, 'data'));
      return running;
    },
    end,
    async remove() {
      await end('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}

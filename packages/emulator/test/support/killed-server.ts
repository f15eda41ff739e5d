import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretKey } from '@sse/core/primitives';
import { expect } from 'vitest';
import { sweep } from '../../src/domain/sweeper.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { openDomainProcess, type DomainProcess } from './domain-process.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

/** A server of its own process that is ended and started again over one data folder. */
export interface KilledServer {
  readonly folder: string;
  start(): Promise<ServerProcess>;
  /** Ends the running server, if there is one. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Opens what the ended server left, after sweepers of several days went over it, none of which may fail. */
  swept(): Promise<SweptFolder>;
  /** Ends it for good and removes the folder. */
  remove(): Promise<void>;
}

export interface SweptFolder {
  readonly storage: Awaited<ReturnType<typeof localStorage>>;
  readonly process: DomainProcess;
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
    async swept() {
      const storage = await localStorage(join(folder, 'data'));
      const { store, blobs } = storage;
      let clock = Date.now();
      const root = secretKey(await readFile(join(folder, 'root.key')));
      const process = await openDomainProcess(store, { blobs, root, now: () => clock });
      for (let round = 0; round < 3; round += 1) {
        clock += 86_400_000;
        const options = { store, blobs, rows: process.keys.rows, now: () => clock, trashGraceMs: 60_000 };
        expect((await sweep({ ...options, runPartsJob: process.services.runPartsJob })).failures).toEqual([]);
      }
      return { storage, process };
    },
    async remove() {
      await end('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}

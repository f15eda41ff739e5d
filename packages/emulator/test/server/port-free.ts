import { setTimeout as sleep } from 'node:timers/promises';
import { probePort } from '../../src/server/listen-on.ts';

/** Resolves when nobody listens on the port any more; of several workers each stops in its own time. */
export async function portFree(port: number): Promise<void> {
  while ((await probePort('127.0.0.1', port).catch((error: unknown) => error)) !== undefined) await sleep(10);
}

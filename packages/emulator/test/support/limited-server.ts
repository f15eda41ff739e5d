import { openNode } from '../../src/node.ts';
import type { EmulatorNode } from '../../src/server/emulator-node.ts';
import { listenForRequests, type HttpListenerOptions } from '../../src/server/http-listener.ts';
import { silentLogger, type Logger } from '../../src/server/logger.ts';
import { memoryStorage } from '../../src/server/memory-storage.ts';
import { storedHash } from './inspected-emulator.ts';
import type { Target } from './signed-request.ts';

/** A server in memory with limits of a test's choice. */
export interface LimitedServer extends Target {
  readonly node: EmulatorNode;
  /** Hash over all that is stored. */
  stored(): Promise<string>;
  close(): Promise<void>;
}

export interface LimitedServerOptions extends Pick<HttpListenerOptions, 'limits' | 'tls'> {
  readonly maxRequests?: number;
  readonly log?: Logger;
}

export async function startLimited({ maxRequests, log = silentLogger, ...listening }: LimitedServerOptions): Promise<LimitedServer> {
  const storage = memoryStorage();
  const node = await openNode({
    ...storage,
    rootKey: new Uint8Array(32).fill(7),
    region: 'cn-hangzhou',
    strictRegion: false,
    baseDomains: [],
    cnames: {},
    ...(maxRequests === undefined ? {} : { maxRequests }),
    log,
    now: Date.now,
  });
  const host = '127.0.0.1';
  const listener = await listenForRequests(node, { host, port: 0, shared: false, ...listening });
  return {
    ...node.credentials,
    host,
    port: listener.port,
    node,
    stored: () => storedHash(storage),
    async close() {
      await listener.close(0);
      await node.close();
      await storage.close();
    },
  };
}

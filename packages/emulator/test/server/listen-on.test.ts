import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenOn, probePort } from '../../src/server/listen-on.ts';

/** A server that counts who came; it ends with the test. */
async function listening(host: string, shared: boolean, port = 0): Promise<{ readonly port: number; readonly taken: () => number }> {
  const server: Server = createServer();
  let taken = 0;
  server.on('connection', (socket) => {
    taken += 1;
    socket.destroy();
  });
  onTestFinished(() => void server.close());
  return { port: await listenOn(server, { host, port, shared }), taken: () => taken };
}

describe('probePort', () => {
  it.each([
    ['127.0.0.1', false, '127.0.0.1'],
    ['127.0.0.1', true, '127.0.0.1'],
    ['127.0.0.1', true, 'localhost'],
    ['127.0.0.1', true, '0.0.0.0'],
    ['127.0.0.9', true, '127.0.0.9'],
    ['127.0.0.9', true, '0.0.0.0'],
    ['0.0.0.0', true, '127.0.0.9'],
  ])('finds a server on %s (shared: %s) from %s, without a connection to it', async (host, shared, probed) => {
    const { port, taken } = await listening(host, shared);
    await expect(probePort(probed, port)).rejects.toThrow(
      new RegExp(`^${probed} port ${port} is in use by another process; stop it, or choose`),
    );
    expect(taken()).toBe(0);
  });

  it('finds nobody where nobody listens, and does not keep anybody from listening', async () => {
    const { port } = await listening('127.0.0.8', false);
    const probes = Array.from({ length: 5 }, () => probePort('127.0.0.9', port));
    await listening('127.0.0.9', true, port);
    await Promise.allSettled(probes);
    for (let round = 0; round < 3; round += 1) await probePort('127.0.0.10', port);
    await listening('127.0.0.10', false, port);
  });

  it('does not let a client in', async () => {
    const reserved = createServer().listen(0, '127.0.0.11');
    await once(reserved, 'listening');
    const address = reserved.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await new Promise((resolve) => reserved.close(resolve));
    const clients = Array.from({ length: 20 }, () => fetch(`http://127.0.0.11:${port}/`).catch((error: Error) => error.cause));
    await Promise.all(Array.from({ length: 20 }, () => probePort('127.0.0.11', port)));
    for (const outcome of await Promise.all(clients)) expect(outcome).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each([
    ['203.0.113.1', /^203\.0\.113\.1 is not an address of this machine; choose another with --host/],
    // Longer than a label of a name may be: no resolver is asked.
    [`${'a'.repeat(64)}.test`, /^a+\.test is not a name that this machine knows; choose another with --host$/],
  ])('says that %s cannot be had', async (host, message) => {
    await expect(probePort(host, 0)).rejects.toThrow(message);
  });
});

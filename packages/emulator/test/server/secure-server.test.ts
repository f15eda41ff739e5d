import { once } from 'node:events';
import type { ServerOptions } from 'node:https';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { secureServer } from '../../src/server/secure-server.ts';
import { leavesOf, type Leaves } from '../../src/tls/leaves.ts';
import { madeAuthority } from '../tls/forged-leaf.ts';

const day = 86_400_000;
const authority = madeAuthority(['localhost']);

async function listening(leaves: Leaves, options: ServerOptions = {}) {
  const server = secureServer(options, leaves);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, [Symbol.asyncDispose]: async () => void server.close() };
}

/** The day, from now, at which the certificate ends that the server shows. */
async function shownEnd(port: number, start: number, servername?: string): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...(servername === undefined ? {} : { servername }) });
  await once(socket, 'secureConnect');
  const { valid_to: end } = socket.getPeerCertificate();
  socket.destroy();
  return Math.round((Date.parse(end) - start) / day);
}

describe('secureServer', () => {
  it('shows renewed certificates while it runs, also to clients that name no server', async () => {
    const start = Date.now();
    const time = { now: start };
    await using server = await listening(leavesOf(authority, () => time.now));
    expect(await shownEnd(server.port, start)).toBe(397);
    expect(await shownEnd(server.port, start, 'localhost')).toBe(397);
    time.now += 370 * day;
    // The connection that finds the certificate old may still be shown it: there is a month left.
    await shownEnd(server.port, start);
    expect(await shownEnd(server.port, start)).toBe(767);
    expect(await shownEnd(server.port, start, 'localhost')).toBe(767);
  });

  it('ends a connection for which no certificate can be made, and goes on', async () => {
    const leaves = leavesOf(authority, Date.now);
    const failing: Leaves = {
      ...leaves,
      secureContextFor(name) {
        if (name === 'bad.localhost') throw new Error('no certificate');
        return leaves.secureContextFor(name);
      },
    };
    await using server = await listening(failing);
    await expect(shownEnd(server.port, 0, 'bad.localhost')).rejects.toThrow();
    expect(await shownEnd(server.port, Date.now(), 'localhost')).toBe(397);
  });
});

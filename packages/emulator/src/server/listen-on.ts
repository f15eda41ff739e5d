import { lookup } from 'node:dns/promises';
import { connect, type Server } from 'node:net';
import { Fault } from '@sse/core';
import { errorCode } from './error-code.ts';
import { reachableAddress } from './reachable-address.ts';

/** Milliseconds. */
const probeTimeout = 1_000;

/** Where to listen; `shared`: other processes listen on the same port too, and the kernel spreads connections among them. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly shared: boolean;
}

/** Makes `server` listen and resolves to its port; `Fault('configuration')` when the address cannot be had. */
export async function listenOn(server: Server, { host, port, shared }: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => reject(listenFault(cause, host, port));
    server.once('error', fail);
    server.listen({ host, port, exclusive: true, ...(shared ? { reusePort: true } : {}) }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Finds out whether a server may have the address for itself: it is this machine's, and nobody listens there, not even a server that would
 * share the port. `Fault('configuration')` when not.
 */
export async function probePort(host: string, port: number): Promise<void> {
  try {
    const { address } = await lookup(host);
    await tryToBind(address, port);
  } catch (cause) {
    throw listenFault(cause, host, port);
  }
}

/**
 * Binds a socket to an address and lets go of it; rejects with what the system says against it. Node binds nothing but what listens, which
 * would take clients in and cut them off, and what connects: so the socket connects to port 0 of its own address, where nobody can listen.
 */
function tryToBind(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: reachableAddress(address), port: 0, localAddress: address, localPort: port, timeout: probeTimeout });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.syscall === 'bind') reject(error);
      else resolve();
    });
    // Only a packet filter that answers nothing makes it last.
    socket.once('timeout', () => {
      socket.destroy();
      resolve();
    });
  });
}

function listenFault(cause: unknown, host: string, port: number): Fault {
  const where = `${host} port ${port}`;
  const unknown = `${host} is not a name that this machine knows; choose another with --host`;
  const messages: Readonly<Record<string, string>> = {
    EADDRINUSE: `${where} is in use by another process; stop it, or choose another with --port (0 takes a free one)`,
    EACCES: `this user may not listen on ${where}; choose a port above 1023 with --port`,
    EADDRNOTAVAIL: `${host} is not an address of this machine; choose another with --host (0.0.0.0 for all)`,
    ENOTFOUND: unknown,
    EAI_AGAIN: unknown,
    ENOTSUP: `this system cannot share a port between processes; start with --workers 1`,
  };
  return new Fault('configuration', messages[errorCode(cause)] ?? `cannot listen on ${where} (${errorCode(cause)})`, { cause });
}

import { connect, createServer, type Server } from 'node:net';
import { Fault } from '@sse/core';
import { errorCode } from './error-code.ts';

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
 * Finds out whether nobody listens on the port, not even a server that would share it; `Fault('configuration')` when somebody does.
 * On this machine's usual addresses by connecting, for to listen for a moment would take clients in that are then cut off.
 */
export async function probePort(host: string, port: number): Promise<void> {
  const address = PROBED[host];
  if (address === undefined) return listenAndClose(host, port);
  if (port !== 0 && (await answers(address, port)))
    throw listenFault(Object.assign(new Error('the port answers'), { code: 'EADDRINUSE' }), host, port);
}

/** Where a server on one of the usual addresses answers. */
const PROBED: Readonly<Record<string, string>> = {
  localhost: 'localhost',
  '127.0.0.1': '127.0.0.1',
  '0.0.0.0': '127.0.0.1',
  '::1': '::1',
  '::': '::1',
};

function answers(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

async function listenAndClose(host: string, port: number): Promise<void> {
  const server = createServer();
  await listenOn(server, { host, port, shared: false });
  await new Promise((resolve) => server.close(resolve));
}

function listenFault(cause: Error, host: string, port: number): Fault {
  const where = `${host} port ${port}`;
  const messages: Readonly<Record<string, string>> = {
    EADDRINUSE: `${where} is in use by another process; stop it, or choose another with --port (0 takes a free one)`,
    EACCES: `this user may not listen on ${where}; choose a port above 1023 with --port`,
    EADDRNOTAVAIL: `${host} is not an address of this machine; choose another with --host (0.0.0.0 for all)`,
    ENOTFOUND: `${host} is not a name that this machine knows; choose another with --host`,
    ENOTSUP: `this system cannot share a port between processes; start with --workers 1`,
  };
  return new Fault('configuration', messages[errorCode(cause)] ?? `cannot listen on ${where} (${errorCode(cause)})`, { cause });
}

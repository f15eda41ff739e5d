import { createServer, type Server, type ServerOptions } from 'node:https';
import type { Leaves } from '../tls/leaves.ts';
import type { TlsMaterial } from './tls-files.ts';

/** A server for HTTPS with one certificate, or with those that an authority makes for the names that clients ask for. */
export function secureServer(options: ServerOptions, tls: TlsMaterial | Leaves): Server {
  return 'secureContextFor' in tls ? serverOfLeaves(options, tls) : createServer({ ...options, cert: tls.cert, key: tls.key });
}

function serverOfLeaves(options: ServerOptions, leaves: Leaves): Server {
  let unnamed = leaves.unnamed();
  const server = createServer({
    ...options,
    cert: unnamed.cert,
    key: unnamed.key,
    SNICallback(servername, done) {
      try {
        done(null, leaves.secureContextFor(servername));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  // Clients that name no server come past the callback above; a server may run for longer than their certificate is valid.
  server.on('connection', () => {
    const current = leaves.unnamed();
    if (current === unnamed) return;
    unnamed = current;
    server.setSecureContext({ cert: current.cert, key: current.key });
  });
  return server;
}

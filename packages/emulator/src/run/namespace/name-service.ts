import type { Socket as DatagramSocket } from 'node:dgram';
import type { Server, Socket } from 'node:net';
import type { Place } from './agent-task.ts';
import { answerName, failedName, type NameRules } from './name-answer.ts';
import { messageSize, withLength } from './name-message.ts';
import { askServers } from './name-servers.ts';

export interface NameService {
  readonly rules: NameRules;
  /** Those that this machine asks, in their order. */
  readonly servers: readonly Place[];
}

/** Answers the queries that come to a socket, one a datagram. */
export function serveNames(socket: DatagramSocket, service: NameService): void {
  socket.on('message', (query, { address, port }) => {
    answer(query, 'udp', service).then(
      (text) => {
        // Nobody asks any more once the socket is closed.
        if (text !== undefined) socket.send(text, port, address, () => {});
      },
      () => {},
    );
  });
}

/** Answers the queries of connections, each with its length before it (RFC 1035 §4.2.2), in their order. */
export function serveNameConnections(server: Server, service: NameService): void {
  server.on('connection', (client: Socket) => {
    client.on('error', () => client.destroy());
    void answerAll(client, service).catch(() => client.destroy());
  });
}

async function answerAll(client: Socket, service: NameService): Promise<void> {
  let read = Buffer.alloc(0);
  for await (const chunk of client) {
    read = Buffer.concat([read, chunk]);
    for (let size = messageSize(read); size !== undefined; size = messageSize(read)) {
      const text = await answer(read.subarray(2, size), 'tcp', service);
      read = read.subarray(size);
      if (text === undefined) return void client.destroy();
      client.write(withLength(text));
    }
  }
  client.end();
}

async function answer(query: Buffer, way: 'udp' | 'tcp', { rules, servers }: NameService): Promise<Buffer | undefined> {
  const own = answerName(query, rules);
  if (own === 'malformed') return undefined;
  return own ?? (await askServers(servers, query, way)) ?? failedName(query);
}

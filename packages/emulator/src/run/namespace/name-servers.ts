import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv6 } from 'node:net';
import type { Place } from './agent-task.ts';
import { messageSize, withLength } from './name-message.ts';

/** Milliseconds for which a server is waited for (resolv.conf(5), `timeout`). */
const patience = 5_000;

/** Asks one server after the other, as the query came, and gives the first answer as it is; `undefined`: none answers. */
export async function askServers(servers: readonly Place[], query: Buffer, way: 'udp' | 'tcp'): Promise<Buffer | undefined> {
  for (const server of servers) {
    const answer = await (way === 'udp' ? byDatagram : byConnection)(server, query).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

async function byDatagram(server: Place, query: Buffer): Promise<Buffer> {
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  try {
    socket.connect(server.port, server.address);
    await once(socket, 'connect');
    socket.send(query);
    const signal = AbortSignal.timeout(patience);
    for (;;) {
      const [answer] = (await once(socket, 'message', { signal })) as [Buffer];
      // What answers an earlier one is not waited for.
      if (answer.subarray(0, 2).equals(query.subarray(0, 2))) return answer;
    }
  } finally {
    socket.close();
  }
}

async function byConnection(server: Place, query: Buffer): Promise<Buffer> {
  const socket = connect({ host: server.address, port: server.port, timeout: patience });
  socket.once('timeout', () => socket.destroy(new Error('no answer')));
  try {
    socket.write(withLength(query));
    let read = Buffer.alloc(0);
    for await (const chunk of socket) {
      read = Buffer.concat([read, chunk]);
      const size = messageSize(read);
      if (size !== undefined) return read.subarray(2, size);
    }
    throw new Error('the server has ended the connection');
  } finally {
    socket.destroy();
  }
}

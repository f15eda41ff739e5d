import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { decode, encode, type Packet } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withLength } from '../../../src/run/namespace/name-message.ts';
import { serveNameConnections, serveNames } from '../../../src/run/namespace/name-service.ts';

const rules = { gateway: '198.18.0.1', blockOthers: false, refused: () => {} };
const query = (name: string, id = 7): Buffer => encode({ type: 'query', id, questions: [{ type: 'A', name }] });

/** As a server of the machine would answer. */
function upstreamAnswer(asked: Buffer): Buffer {
  const { id = 0, questions = [] } = decode(asked);
  const name = questions[0]?.name ?? '';
  return encode({ type: 'response', id, questions, answers: [{ type: 'A', name, data: '192.0.2.7' }] });
}

const [upstream, service] = [createSocket('udp4'), createSocket('udp4')];
const [upstreamTcp, serviceTcp] = [createServer(), createServer({ allowHalfOpen: true })];

beforeAll(async () => {
  const upstreamPort = await bound(upstream);
  await new Promise<void>((resolve) => upstreamTcp.listen(upstreamPort, '127.0.0.1', resolve));
  upstream.on('message', (asked, { port, address }) => {
    // What is not an answer to the query is not taken for one.
    upstream.send(upstreamAnswer(query('example.org', 8)), port, address);
    upstream.send(upstreamAnswer(asked), port, address);
  });
  upstreamTcp.on('connection', (socket) =>
    socket.once('data', (asked: Buffer) => {
      const answer = withLength(upstreamAnswer(asked.subarray(2)));
      socket.write(answer.subarray(0, 5));
      setImmediate(() => socket.end(answer.subarray(5)));
    }),
  );
  const servers = [{ address: '127.0.0.1', port: upstreamPort }];
  serveNames(service, { rules, servers });
  serveNameConnections(serviceTcp, { rules, servers });
  await bound(service);
  await new Promise<void>((resolve) => serviceTcp.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  for (const socket of [upstream, service, upstreamTcp, serviceTcp]) socket.close();
});

async function bound(socket: DatagramSocket): Promise<number> {
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

async function byDatagram(asked: Buffer): Promise<Packet> {
  const socket = createSocket('udp4');
  socket.send(asked, service.address().port, '127.0.0.1');
  const [answer] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return decode(answer);
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const addresses = ({ answers = [] }: Packet): readonly unknown[] => answers.map((record) => ('data' in record ? record.data : undefined));

describe('the name service of a namespace', () => {
  it('answers datagrams: its own names itself, others as the servers of the machine do', async () => {
    expect(addresses(await byDatagram(query('oss-cn-hangzhou.aliyuncs.com')))).toEqual(['198.18.0.1']);
    expect(addresses(await byDatagram(query('example.com')))).toEqual(['192.0.2.7']);
  });

  it('goes on after a datagram that is no query', async () => {
    const socket = createSocket('udp4');
    socket.send(Buffer.from('nonsense'), service.address().port, '127.0.0.1', () => socket.close());
    expect(addresses(await byDatagram(query('sts.aliyuncs.com')))).toEqual(['198.18.0.1']);
  });

  it('answers the queries of a connection in their order, however they come', async () => {
    const client = connect(portOf(serviceTcp), '127.0.0.1');
    const asked = Buffer.concat([query('example.com', 1), query('oss-cn-hangzhou.aliyuncs.com', 2)].map(withLength));
    client.write(asked.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 10));
    client.end(asked.subarray(20));
    const answered = await buffer(client);
    const first = decode(answered.subarray(2));
    const second = decode(answered.subarray(2 + answered.readUInt16BE(0) + 2));
    expect([first.id, ...addresses(first), second.id, ...addresses(second)]).toEqual([1, '192.0.2.7', 2, '198.18.0.1']);
  });

  it('says that the servers fail where none answers', async () => {
    const alone = createSocket('udp4');
    serveNames(alone, { rules, servers: [] });
    const port = await bound(alone);
    const socket = createSocket('udp4');
    socket.send(query('example.com'), port, '127.0.0.1');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(decode(answer)).toMatchObject({ rcode: 'SERVFAIL' });
    socket.close();
    alone.close();
  });
});

import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LISTEN, parseTcpSockets, SYN_SENT, tcpCounters, tcpSocketsOf } from '../../../src/run/namespace/tcp-sockets.ts';

/** As Linux on a little-endian machine printed them. */
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 010012C6:B488 0302010A:1538 02 00000001:00000000 01:0000005A 00000000     0        0 4682810 2 0000000097eef260 100 0 0 10 -1
   1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4682260 1 00000000429684a1 100 0 0 10 0
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   2: 0000000000000000FFFF0000010012C6:E8A2 0000000000000000FFFF00000302010A:1538 02 00000001:00000000 01:0000005A 00000000     0        0 1 2 0 100 0 0 10 -1
   3: 000000FD000000000000000001000000:E714 B80D0120000000000000000006000000:1538 02 00000001:00000000 01:00000059 00000000     0        0 1 2 0 100 0 0 10 -1
`;

const none = { address: '0.0.0.0', port: 0 };

describe('parseTcpSockets', () => {
  it('reads the sockets of IPv4', () => {
    expect(parseTcpSockets(tcp)).toEqual([
      { local: { address: '198.18.0.1', port: 46_216 }, remote: { address: '10.1.2.3', port: 5432 }, state: SYN_SENT },
      { local: { address: '0.0.0.0', port: 80 }, remote: none, state: LISTEN },
    ]);
  });

  it('reads those of IPv6, and what is IPv4 in them as that', () => {
    expect(parseTcpSockets(tcp6)).toEqual([
      { local: { address: '::', port: 443 }, remote: { address: '::', port: 0 }, state: LISTEN },
      { local: { address: '::1', port: 22 }, remote: { address: '::', port: 0 }, state: LISTEN },
      { local: { address: '198.18.0.1', port: 59_554 }, remote: { address: '10.1.2.3', port: 5432 }, state: SYN_SENT },
      { local: { address: 'fd00:0:0:0:0:0:0:1', port: 59_156 }, remote: { address: '2001:db8:0:0:0:0:0:6', port: 5432 }, state: SYN_SENT },
    ]);
  });

  it('finds none where there is no table', () => {
    expect(parseTcpSockets('')).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('the network of this process', () => {
  it('has its listeners, and counters that move when one comes', async () => {
    const before = tcpCounters(process.pid);
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(tcpSocketsOf(process.pid)).toContainEqual({ local: { address: '127.0.0.1', port }, remote: none, state: LISTEN });
    expect(tcpCounters(process.pid)).not.toBe(before);
    server.close();
  });
});

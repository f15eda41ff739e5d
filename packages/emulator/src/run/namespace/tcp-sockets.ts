import { readFileSync } from 'node:fs';
import type { Place } from './agent-task.ts';

/** States of a TCP socket as /proc/net/tcp has them (include/net/tcp_states.h). */
export const SYN_SENT = 0x02;
export const LISTEN = 0x0a;

/** A TCP socket: here, and where it is, or is to be, connected to. */
export interface TcpSocket {
  readonly local: Place;
  readonly remote: Place;
  readonly state: number;
}

/** The sockets of /proc/net/tcp or tcp6 (proc_net_tcp); an IPv4 address that a socket of IPv6 has is told as one of IPv4. */
export function parseTcpSockets(table: string): readonly TcpSocket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state] = line.trim().split(/\s+/);
      if (local === undefined || remote === undefined || state === undefined) return [];
      return [{ local: place(local), remote: place(remote), state: Number.parseInt(state, 16) }];
    });
}

/** Those of a network, the one that a process is in. */
export function tcpSocketsOf(pid: number): readonly TcpSocket[] {
  return ['tcp', 'tcp6'].flatMap((table) => parseTcpSockets(read(pid, table)));
}

/** What differs when a connection was begun, or begun again, or a socket has come or gone in the network of a process; much cheaper than its sockets. */
export function tcpCounters(pid: number): string {
  const counters =
    read(pid, 'snmp')
      .match(/^Tcp:.*$/gm)
      ?.map((line) => line.split(' ')) ?? [];
  const [names = [], values = []] = counters;
  const counted = ['ActiveOpens', 'RetransSegs'].map((name) => values[names.indexOf(name)]);
  const sockets = ['sockstat', 'sockstat6'].map((file) => /^TCP6?: inuse (\d+)/m.exec(read(pid, file))?.[1]);
  return [...counted, ...sockets].join(' ');
}

/** Empty where there is no such file: no IPv6, or the process has ended. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/net/${name}`, 'latin1');
  } catch {
    return '';
  }
}

function place(text: string): Place {
  const [address = '', port = ''] = text.split(':');
  return { address: addressOf(address), port: Number.parseInt(port, 16) };
}

/** Of hexadecimal words of 32 bits, each in the byte order of this machine: little-endian on all that node runs on but s390x. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  if (littleEndian) bytes.swap32();
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.subarray(0, 12).equals(mappedPrefix);
  if (mapped) return bytes.subarray(12).join('.');
  const groups = Array.from({ length: 8 }, (_none, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':');
  return shortForms[groups] ?? groups;
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const mappedPrefix = Buffer.from('00000000000000000000ffff', 'hex');
const shortForms: Readonly<Record<string, string>> = { '0:0:0:0:0:0:0:0': '::', '0:0:0:0:0:0:0:1': '::1' };

import { isIP } from 'node:net';
import { hostKind } from '../host-kind.ts';
import type { Place } from './agent-task.ts';

/** What files say about names, as the programs of a run are to see it; each takes and gives the text of the file. */

/** resolv.conf(5) with `server` as the only one; what else it says stays. */
export function namedServer(resolvConf: string, server: string): string {
  const others = resolvConf.split('\n').filter((line) => !/^\s*nameserver\b/.test(line));
  return [`nameserver ${server}`, ...others].join('\n');
}

/** Where servers answer for names (RFC 1035 §4.2). */
export const namePort = 53;

/** The servers that resolv.conf(5) names, in their order; that of this machine where it names none. */
export function nameServers(resolvConf: string): readonly Place[] {
  const named = [...resolvConf.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address = '']) => address);
  const known = named.filter((address) => isIP(address.replace(/%.*$/, '')) !== 0);
  return (known.length === 0 ? ['127.0.0.1'] : known).map((address) => ({ address, port: namePort }));
}

/** hosts(5) without the vendor's names. */
export function withoutVendorHosts(hosts: string): string {
  return hosts
    .split('\n')
    .map((line) => {
      const [entry = ''] = line.split('#');
      const [address = '', ...names] = entry.trim().split(/\s+/);
      const kept = names.filter((name) => !isVendors(name));
      if (kept.length === names.length) return line;
      return kept.length === 0 ? '' : [address, ...kept].join(' ');
    })
    .join('\n');
}

/** The loopback addresses of IPv4 that hosts(5) has names for, and the one that every machine has. */
export function loopbackAddresses(hosts: string): readonly string[] {
  const named = [...hosts.matchAll(/^\s*(127(?:\.\d{1,3}){3})\s/gm)].map(([, address = '']) => address);
  return [...new Set(['127.0.0.1', ...named])];
}

/** nsswitch.conf(5) with names looked for in hosts(5) and asked of servers, by none of the services that would ask others. */
export function filesThenServers(nsswitch: string): string {
  return nsswitch.replace(/^hosts:.*$/m, 'hosts: files dns');
}

function isVendors(name: string): boolean {
  return ['served', 'refused'].includes(hostKind(name));
}

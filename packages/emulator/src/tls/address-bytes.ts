import { isIPv4 } from 'node:net';

/** The 4 or 16 bytes of an address of this machine, as certificates hold them (RFC 5280 §4.2.1.6): IPv4 in dots, or `::1`. */
export function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
  const loopback = new Uint8Array(16);
  loopback[15] = 1;
  return loopback;
}

const loopbacks: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** The name or address under which a client on this machine reaches a server that listens on `host`. */
export function reachableAddress(host: string): string {
  return loopbacks[host] ?? host;
}

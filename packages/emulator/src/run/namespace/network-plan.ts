/** Where a namespace's own services are: an address of those for measurements of networks (RFC 2544), which nobody has. */
export const gateway = '198.18.0.1';

/** Ports that the vendor's names are served on. */
export const servedPorts = { http: 80, https: 443 } as const;

/** The device that connections to other hosts leave by. */
export const othersDevice = 'others';

/** Kinds of devices with nothing behind them, of which most kernels have all and few none. */
export const emptyDevices = ['dummy', 'bridge', 'veth'] as const;

/**
 * The lines of `ip -batch` that make the network of a namespace. Every address is one of its own (`local default`), for what the rules send there:
 * its loopback addresses and the gateway. Where other hosts are reached, these are also the ports that they are served on the most; what goes to others
 * leaves by a device with nothing behind it (`othersDevice`, which is to be there), and vanishes: by the loopback device, it would come to programs that
 * listen on all addresses. The order of rules is why the local table is taken from its place before all of them.
 */
export function networkPlan({ others }: { readonly others: boolean }): readonly string[] {
  const own = [
    'link set lo up',
    `addr add ${gateway}/32 dev lo`,
    `route add local default dev lo table local src ${gateway}`,
    'rule add pref 20 to 127.0.0.0/8 lookup local',
    `rule add pref 20 to ${gateway} lookup local`,
  ];
  const reached = [
    `link set ${othersDevice} arp off up`,
    `route add default dev ${othersDevice} src ${gateway}`,
    ...Object.values(servedPorts).map((port) => `rule add pref 10 ipproto tcp dport ${port} lookup local`),
  ];
  return [...own, ...(others ? reached : []), 'rule del pref 0'];
}

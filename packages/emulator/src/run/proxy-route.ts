import type { HostKind } from './host-kind.ts';
import { hostKind } from './host-kind.ts';
import type { FindUpstream, Upstream } from './upstream.ts';

/** Which hosts a proxy passes on, and how. */
export interface RouteRules {
  /** Whether hosts that are neither the vendor's nor this machine are refused. */
  readonly blockOthers: boolean;
  readonly upstreamFor: FindUpstream;
}

/** Where a connection goes. */
export type ProxyRoute =
  | { readonly to: 'server' }
  | { readonly to: 'host' }
  | { readonly to: 'upstream'; readonly upstream: Upstream }
  | { readonly to: 'nowhere'; readonly reason: string };

/** The way to a host; `https` stands for all that goes through a tunnel. */
export function proxyRoute({ blockOthers, upstreamFor }: RouteRules, scheme: 'http' | 'https', host: string): ProxyRoute {
  const routes: Readonly<Record<HostKind, () => ProxyRoute>> = {
    served: () => ({ to: 'server' }),
    refused: () => nowhere(`${host} is a service of the vendor that this emulator does not have, and is never passed on`),
    loopback: () => ({ to: 'host' }),
    other() {
      if (blockOthers) return nowhere(`${host} is not the vendor's, and --block-others was given`);
      const upstream = upstreamFor(scheme, host);
      return upstream === undefined ? { to: 'host' } : { to: 'upstream', upstream };
    },
  };
  return routes[hostKind(host)]();
}

function nowhere(reason: string): ProxyRoute {
  return { to: 'nowhere', reason };
}

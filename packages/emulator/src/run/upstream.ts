import type { Environment } from '../server/read-settings.ts';
import { UsageError } from '../server/usage-error.ts';
import { isDirect } from './no-proxy.ts';

/** A proxy that was set before, by which other hosts are reached. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`; absent where the proxy asks for none. */
  readonly authorization?: string;
}

/** The proxy for requests of a scheme to a host; `undefined`: none. */
export type FindUpstream = (scheme: 'http' | 'https', host: string) => Upstream | undefined;

/** As `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, lower-case forms first, say it; `UsageError` for a proxy that is not reached by plain HTTP. */
export function upstreams(environment: Environment): FindUpstream {
  const value = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  const bySchemes = { http: upstream('HTTP_PROXY', value('HTTP_PROXY')), https: upstream('HTTPS_PROXY', value('HTTPS_PROXY')) };
  return (scheme, host) => (isDirect(value('NO_PROXY'), host) ? undefined : bySchemes[scheme]);
}

function upstream(variable: string, text: string | undefined): Upstream | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  // What it holds may be a password: it is not shown.
  if (url?.protocol !== 'http:') throw new UsageError(`${variable}: expected http://host:port, which other hosts are reached by`);
  const { username, password, hostname, port } = url;
  const named = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : Number(port) };
  if (username === '' && password === '') return named;
  const pair = [username, password].map((part) => decoded(variable, part)).join(':');
  return { ...named, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function decoded(variable: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new UsageError(`${variable}: expected http://user:password@host:port, with %25 for each % of user and password`);
  }
}

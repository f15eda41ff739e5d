import { Fault, percentEncode, percentEncodePath, type QueryPairs, type SignedResource } from '@sse/core';
import { isIP } from 'node:net';

/** Where the bucket's name goes: into the host name, or into the first segment of the path (protocol reference §4.2). */
export type Addressing = 'virtual-host' | 'path';

/** A request target: scheme, host and port; and the raw path with its query. */
export interface Target {
  readonly origin: string;
  readonly path: string;
}

/** A server, and how its resources are addressed. */
export interface Endpoint {
  target(resource: SignedResource, query: QueryPairs): Target;
}

/**
 * Reads an endpoint such as `https://oss-cn-hangzhou.aliyuncs.com` or `http://127.0.0.1:9677`; without a scheme it is `https`.
 * Absent `addressing` means path for IP addresses and names without a domain, such as `localhost`, and virtual host for other names.
 * Throws `Fault` `configuration`, also for virtual hosts of an IP address, which there are none of.
 */
export function parseEndpoint(text: string, addressing?: Addressing): Endpoint {
  const url = readUrl(text);
  const isAddress = isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0;
  const style = addressing ?? (isAddress || isWithoutDomain(url.hostname) ? 'path' : 'virtual-host');
  if (isAddress && style === 'virtual-host') {
    throw new Fault('configuration', 'expected a host name for virtual-host addressing, got an IP address; use path addressing');
  }
  return {
    target: ({ bucket, key = '' }, query) => {
      const inHost = bucket !== undefined && style === 'virtual-host';
      const host = inHost ? `${bucket}.${url.host}` : url.host;
      const folder = bucket === undefined || inHost ? '/' : `/${bucket}/`;
      return { origin: `${url.protocol}//${host}`, path: folder + keyText(key) + queryText(query) };
    },
  };
}

function readUrl(text: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const isPlain =
    url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (!isPlain || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    // What came is not repeated: a URL may hold a password.
    throw new Fault(
      'configuration',
      'expected an endpoint such as https://oss-cn-hangzhou.aliyuncs.com or http://127.0.0.1:9677, without path, query or user',
    );
  }
  return url;
}

/** Names of one machine or container: nobody makes DNS entries for buckets below them. */
function isWithoutDomain(host: string): boolean {
  return !host.includes('.') || host.endsWith('.localhost');
}

/** URL parsers resolve the segments `.` and `..`; behind `%2F`, which the service reads as a plain slash, they are none. */
function keyText(key: string): string {
  return /(?:^|\/)\.\.?(?:\/|$)/.test(key) ? percentEncode(key) : percentEncodePath(key);
}

function queryText(query: QueryPairs): string {
  const pairs = query.map(([name, value]) => (value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

import { OssError, type HeaderRecord } from '@sse/core';
import { isIP } from 'node:net';

const hostForm = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::\d+)?$/;

/**
 * Refuses with 403 `AccessDenied` what a web page may have sent, which has no business here even where it can sign: any `Origin`, a
 * `Sec-Fetch-Site` other than `none` and `same-origin`, and a Host that is not this server's own, as a page has whose name was made to point here
 * (DNS rebinding). Own are addresses, which no name stands for, names without a domain, `….localhost`, and configured endpoints.
 */
export function refuseForeign(headers: HeaderRecord, host: string, baseDomains: readonly string[]): void {
  const site = headers['sec-fetch-site'] ?? 'none';
  if (headers['origin'] !== undefined || (site !== 'none' && site !== 'same-origin'))
    throw new OssError('AccessDenied', { message: 'The admin interface takes no requests of web pages.' });
  if (!isOwnHost(host, baseDomains))
    throw new OssError('AccessDenied', {
      message:
        'The admin interface is at an address of this server, a name without a domain, or a configured endpoint, and not at this Host.',
    });
}

function isOwnHost(host: string, baseDomains: readonly string[]): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  const isLocal = !name.includes('.') || name.endsWith('.localhost');
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0 || isLocal || baseDomains.some((domain) => nameOf(domain) === name);
}

/** In lower case, without the port and the dot that ends an absolute name; `undefined` for what is no host. */
function nameOf(host: string): string | undefined {
  return hostForm.exec(host.toLowerCase())?.[1];
}

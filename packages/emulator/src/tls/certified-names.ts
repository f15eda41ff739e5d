import { isIP } from 'node:net';

/** Addresses that an authority may certify, besides names: this machine's own. */
export const certifiedAddresses = ['127.0.0.1', '::1'] as const;

/** What an authority always certifies: the vendor's host names, and this machine's. */
const ownDomains = ['aliyuncs.com', 'localhost'];

/** The names that a server goes by. */
export interface ServerNames {
  /** Where it listens: a name counts, an address does not. */
  readonly host: string;
  readonly baseDomains: readonly string[];
  /** By host name. */
  readonly cnames: Readonly<Record<string, unknown>>;
}

/** The domains that the authority of such a server certifies, each with all names below it; lower case, none below another, sorted. */
export function certifiedDomains({ host, baseDomains, cnames }: ServerNames): readonly string[] {
  const named = isIP(host) === 0 ? [host] : [];
  const all = [...ownDomains, ...named, ...baseDomains, ...Object.keys(cnames)].map((name) => name.toLowerCase());
  return [...new Set(all)].filter((name) => !all.some((other) => other !== name && covers([other], name))).toSorted();
}

/** Whether `name` is one of the domains or below one; all in lower case (RFC 5280 §4.2.1.10). */
export function covers(domains: readonly string[], name: string): boolean {
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
}

/** Whether everybody's names are below a domain: the countries' (all of two letters) and the oldest of the others. */
export function isEverybodys(domain: string): boolean {
  return /^([a-z]{2}|com|net|org|edu|gov|mil|int|arpa|info|biz|name|pro|app|dev|cloud|xyz)$/.test(domain);
}

/** What speaks against a server with an authority listening on `host`: clients would connect to an address that it never certifies. */
export function objectionToHost(host: string): string | undefined {
  if (isIP(host) === 0 || ['0.0.0.0', '::', ...certifiedAddresses].includes(host)) return undefined;
  const certified = `the local authority certifies names and the addresses ${certifiedAddresses.join(' and ')} only`;
  return `${certified}: expected a host name, one of these addresses, 0.0.0.0 or :: (with --domain for other machines)`;
}

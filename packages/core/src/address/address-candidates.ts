import type { AddressCandidate } from './address-candidate.ts';
import { hostName, isApiHost, labelsBeforeBase } from './split-host.ts';

/** The host names that a server knows as its own. */
export interface AddressBook {
  /** Configured endpoints; a port is ignored. The vendor's own OSS host names of any region are always known. */
  readonly baseDomains: readonly string[];
  /** Bucket by host name or address (lower case, without port), for those that are bound to one bucket. */
  readonly cnames: Readonly<Record<string, string>>;
}

/**
 * Every way to read the resource of a request from its Host header and decoded path, the most plausible first: bucket label before
 * a known base domain, CNAME map, path. A signature decides between them; an anonymous request takes the first. Never empty.
 * - A host that nobody knows, such as an IP literal, means path style; ports are ignored; an empty label
 *   (`.oss-cn-hangzhou.aliyuncs.com`) addresses the service.
 * - The vendor's STS and KMS hosts name no bucket, whatever base domains and CNAMEs there are.
 * - Several labels before the base are one candidate whose bucket has dots, so that it fails as a bucket name after authentication.
 *
 * Source: protocol reference §4.2, observed behaviour 8 and 9.
 */
export function addressCandidates(host: string | undefined, path: string, book: AddressBook): readonly AddressCandidate[] {
  const name = hostName(host ?? '');
  const byPath = pathCandidate(path);
  if (isApiHost(name)) return [byPath];
  const labels = labelsBeforeBase(name, book.baseDomains);
  if (labels === '' && path === '/') return [{ style: 'virtual-host', key: '' }];
  const candidates: AddressCandidate[] = [];
  if (labels) candidates.push({ style: 'virtual-host', bucket: labels, key: path.slice(1) });
  if (labels?.includes('.')) return candidates;
  const bound = Object.hasOwn(book.cnames, name) ? book.cnames[name] : undefined;
  if (bound !== undefined) candidates.push({ style: 'cname', bucket: bound, key: path.slice(1) });
  candidates.push(byPath);
  return candidates;
}

function pathCandidate(path: string): AddressCandidate {
  if (path === '/') return { style: 'path', key: '' };
  const slash = path.indexOf('/', 1);
  return slash < 0
    ? { style: 'path', bucket: path.slice(1), key: '' }
    : { style: 'path', bucket: path.slice(1, slash), key: path.slice(slash + 1) };
}

import { createSecureContext, type SecureContext } from 'node:tls';
import { lru } from '../domain/lru.ts';
import { certifiedAddresses, covers } from './certified-names.ts';
import { issueLeaf, type Issuer, type Leaf } from './issue-leaf.ts';

/** The certificates that a server shows: made when a client asks for a name, kept in memory, renewed in time. */
export interface Leaves {
  /** For clients that name no server, as those that connect to an address: certifies the addresses and domains of the authority. */
  unnamed(): Leaf;
  /** For a client that asks for a name; `unnamed()` where the authority cannot certify it, so that the client says what is wrong. */
  named(servername: string): Leaf;
  /** As `named`, for node's `SNICallback`. */
  secureContextFor(servername: string): SecureContext;
}

/** Certificates and contexts in memory; OpenSSL keeps some ten KB for each. */
const defaultCapacity = 500;

/** A leaf is renewed this long before it expires, in milliseconds. */
const renewal = 30 * 86_400_000;

/** A name as TLS sends it: letters, digits, `-` and `_`, in labels of at most 63 characters (RFC 6066 §3). */
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** `now` in milliseconds since 1970; `capacity`: how many are kept. */
export function leavesOf(issuer: Issuer & { readonly domains: readonly string[] }, now: () => number, capacity = defaultCapacity): Leaves {
  const { domains, certificate } = issuer;
  const authorityEnd = Date.parse(certificate.validTo);
  const kept = lru<{ readonly leaf: Leaf; context: SecureContext | undefined }>(capacity);

  function entryOf(servername: string): { readonly leaf: Leaf; context: SecureContext | undefined } {
    const name = servername.toLowerCase().replace(/\.$/, '');
    const certified = hostName.test(name) && covers(domains, name);
    // No host name has this form.
    const key = certified ? name : '*';
    const found = kept.get(key);
    if (found !== undefined && isFresh(found.leaf)) return found;
    const leaf = issueLeaf(issuer, certified ? [name] : [...domains, ...certifiedAddresses], now());
    const entry = { leaf, context: undefined };
    kept.set(key, entry);
    return entry;
  }

  /** The last leaves of an authority end with it, and nothing is won by making them again. */
  function isFresh({ notAfter }: Leaf): boolean {
    return notAfter === authorityEnd || now() < notAfter - renewal;
  }

  return {
    unnamed: () => entryOf('').leaf,
    named: (servername) => entryOf(servername).leaf,
    secureContextFor(servername) {
      const entry = entryOf(servername);
      return (entry.context ??= createSecureContext({ cert: entry.leaf.cert, key: entry.leaf.key }));
    },
  };
}

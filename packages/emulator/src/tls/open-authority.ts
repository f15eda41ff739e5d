import { join } from 'node:path';
import { Fault } from '@sse/core';
import { authorityIn } from './authority-file.ts';
import { issueAuthority } from './issue-authority.ts';
import { leavesOf, type Leaves } from './leaves.ts';
import { authorityText, readAuthority, type ReadAuthority } from './read-authority.ts';

/** A certificate authority that makes the certificates of a server as they are asked for. */
export interface Authority extends Leaves {
  /** Its own certificate, PEM: what a program must trust. */
  readonly certificate: string;
  /** The domains that it certifies, each with all names below it. */
  readonly domains: readonly string[];
}

export interface AuthorityOptions {
  /** The domains that it must certify, as from `certifiedDomains`. */
  readonly domains: readonly string[];
  /** Milliseconds since 1970; default the system's clock, which clients judge certificates by. */
  readonly now?: () => number;
}

/**
 * Opens the authority in `folder`, made on first use: `authority.key` (mode 0600) holds its private key and certificate.
 * `Fault('configuration')` when it cannot be used or made, or was made for other domains.
 */
export async function openAuthority(folder: string, { domains, now = Date.now }: AuthorityOptions): Promise<Authority> {
  return authorityWith(await authorityIn(join(folder, 'authority.key'), domains, now()), now);
}

/** An authority that is gone when nobody holds it any more. */
export function temporaryAuthority({ domains, now = Date.now }: AuthorityOptions): Authority {
  const authority = readAuthority(authorityText(issueAuthority(domains, now())), now());
  if (typeof authority === 'string') throw new Fault('configuration', `the certificate authority just made is unfit: ${authority}`);
  return authorityWith(authority, now);
}

function authorityWith(authority: ReadAuthority, now: () => number): Authority {
  return { ...leavesOf(authority, now), certificate: authority.certificate.toString(), domains: authority.domains };
}

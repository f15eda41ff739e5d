import type { RefererConfiguration } from '../xml/documents/referer-configuration.ts';
import { matchesWildcard } from './wildcard.ts';

/** Referer lists as they are stored and shown: without the empty entries that clients send for an empty list. */
export function acceptRefererLists({ RefererList, RefererBlacklist, ...configuration }: RefererConfiguration): RefererConfiguration {
  const black = RefererBlacklist?.Referer.filter((entry) => entry.trim() !== '') ?? [];
  return {
    ...configuration,
    AllowTruncateQueryString: configuration.AllowTruncateQueryString ?? true,
    RefererList: RefererList.filter((entry) => entry.trim() !== ''),
    ...(black.length === 0 ? {} : { RefererBlacklist: { Referer: black } }),
  };
}

/**
 * Whether a page with the address `referer` may link to objects; `undefined` and `''` are a request without one.
 * The black list outranks the white list; an empty white list allows every page, and then also requests without a referer.
 * Entries may have `*` and `?`, and cover what begins as they do. Source: observed behaviour 22; the vendor's page on hotlink protection.
 */
export function allowsReferer(configuration: RefererConfiguration, referer: string | undefined): boolean {
  const { RefererList: white, RefererBlacklist, AllowEmptyReferer } = configuration;
  if (referer === undefined || referer === '') return white.length === 0 || AllowEmptyReferer;
  const compared = truncated(configuration, referer);
  const covers = (entry: string): boolean => matchesWildcard(entry, compared, { prefix: true });
  if (RefererBlacklist?.Referer.some(covers) === true) return false;
  return white.length === 0 || white.some(covers);
}

function truncated({ AllowTruncateQueryString = true, TruncatePath = false }: RefererConfiguration, referer: string): string {
  const address = AllowTruncateQueryString ? referer.replace(/[?#].*$/s, '') : referer;
  return TruncatePath ? address.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*).*$/is, '$1') : address;
}

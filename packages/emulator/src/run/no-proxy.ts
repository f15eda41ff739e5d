import { vendorDomain } from './host-kind.ts';

/** The entries of a `NO_PROXY` list. */
function noProxyEntries(list: string | undefined): readonly string[] {
  return (list ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

/** A `NO_PROXY` list without the entries that would keep a name of the vendor from the proxy, `*` among them. */
export function withoutVendor(list: string): string {
  return noProxyEntries(list)
    .filter((entry) => !reachesVendor(entry))
    .join(',');
}

/** Whether a `NO_PROXY` list says that a host is to be reached without a proxy; addresses and names, no ranges. */
export function isDirect(list: string | undefined, host: string): boolean {
  const name = host.toLowerCase();
  return noProxyEntries(list).some((entry) => {
    const domain = domainOf(entry);
    return entry === '*' || name === domain || name.endsWith(`.${domain}`);
  });
}

/** Also entries above the vendor's domain, such as `com`, and patterns, which some clients understand. */
function reachesVendor(entry: string): boolean {
  const domain = domainOf(entry);
  return entry === '*' || domain.includes('aliyuncs') || vendorDomain.endsWith(`.${domain}`);
}

function domainOf(entry: string): string {
  return entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\*?\.|\.$/g, '');
}

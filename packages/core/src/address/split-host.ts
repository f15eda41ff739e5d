const OSS_LABEL = /^(?:vpc100-)?oss(?:-[a-z0-9-]+)?$/;
const REGION_LABEL = /^[a-z]{2}-[a-z0-9]+(?:-[a-z0-9]+)*$/;
const API_HOST = /^(?:sts|kms)(?:-vpc)?(?:\.[a-z0-9-]+)?\.aliyuncs\.com$/;
const VENDOR = '.aliyuncs.com';

/** A Host header without port, in lower case, without the dot that ends an absolute name; brackets of IPv6 stay. */
export function hostName(header: string): string {
  const host = header.trim().toLowerCase();
  const end = host.startsWith('[') ? host.indexOf(']') + 1 : host.indexOf(':');
  const name = end > 0 ? host.slice(0, end) : host;
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Whether a host is one of the vendor's for the STS or KMS interface, such as `sts.cn-hangzhou.aliyuncs.com`: no bucket is under it (observed behaviour 34). */
export function isApiHost(host: string): boolean {
  const name = hostName(host);
  return API_HOST.test(name) && vendorBase(name) === undefined;
}

/** Whether a host is an OSS endpoint of the vendor, of any region and network, or a name below one. */
export function isOssHost(host: string): boolean {
  return vendorBase(hostName(host)) !== undefined;
}

/**
 * What stands in front of a known base domain in `host`: `undefined` when the host is under none, or is the base itself; `''` for an
 * empty label; otherwise everything up to the base, which may be several labels. The longest base wins, so that a bucket name which
 * begins with `oss-` is not taken for an endpoint (observed behaviour 9).
 */
export function labelsBeforeBase(host: string, baseDomains: readonly string[]): string | undefined {
  let base: string | undefined = vendorBase(host);
  for (const domain of baseDomains) {
    const name = hostName(domain);
    const under = host === name || host.endsWith(`.${name}`);
    if (under && name.length > (base?.length ?? 0)) base = name;
  }
  return base === undefined || base === host ? undefined : host.slice(0, host.length - base.length - 1);
}

/** The endpoint of the vendor in `host`: `oss-<region>.aliyuncs.com` with all its variants, or the dual-stack `<region>.oss.aliyuncs.com`. */
function vendorBase(host: string): string | undefined {
  if (!host.endsWith(VENDOR)) return undefined;
  const labels = host.slice(0, -VENDOR.length).split('.');
  const last = labels.at(-1) ?? '';
  if (!OSS_LABEL.test(last)) return undefined;
  const region = labels.at(-2);
  return last === 'oss' && region !== undefined && REGION_LABEL.test(region) ? `${region}.${last}${VENDOR}` : `${last}${VENDOR}`;
}

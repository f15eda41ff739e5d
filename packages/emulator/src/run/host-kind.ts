import { isApiHost, isOssHost } from '@sse/core';

/**
 * What becomes of connections to a host: `served` by the emulator, `refused` because it is the vendor's and would leave this machine,
 * `loopback` for this machine, `other` for the rest.
 */
export type HostKind = 'served' | 'refused' | 'loopback' | 'other';

const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/;

/** The kind of a host name or address without port, in any case, with or without the dot that ends it. */
export function hostKind(host: string): HostKind {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isOssHost(name) || isApiHost(name)) return 'served';
  if (name === vendorDomain || name.endsWith(`.${vendorDomain}`)) return 'refused';
  return loopback.test(name) ? 'loopback' : 'other';
}

/** What all host names of the vendor's services end with. */
export const vendorDomain = 'aliyuncs.com';

export * from './address-candidate.ts';
export * from './address-candidates.ts';
export { isApiHost, isOssHost } from './split-host.ts';

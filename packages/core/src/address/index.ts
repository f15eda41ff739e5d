export * from './address-candidate.ts';
export * from './address-candidates.ts';
export { isApiHost } from './split-host.ts';

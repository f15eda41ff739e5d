export * from './address-candidate.ts';
export * from './address-candidates.ts';

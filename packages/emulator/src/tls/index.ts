export * from './certified-names.ts';
export * from './open-authority.ts';
export * from './trust-files.ts';

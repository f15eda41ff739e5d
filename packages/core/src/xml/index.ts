export * from './codec.ts';
export * from './documents/index.ts';

export * from './codec.ts';
export * from './documents/index.ts';
export * from './element.ts';
export * from './leaves.ts';
export * from './schema.ts';
export * from './structures.ts';

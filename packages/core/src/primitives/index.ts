export * from './bytes.ts';
export * from './digest.ts';

export * from './bucket-name.ts';
export * from './object-key.ts';

export * from './operation-name.ts';
export * from './object-writes.ts';
export * from './operation-entry.ts';
export * from './operations.ts';
export * from './detect-operation.ts';
export * from './screen-sse-headers.ts';

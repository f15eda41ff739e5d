export * from './fault.ts';
export * from './oss-error.ts';
export * from './error-table.ts';
export * from './rpc-error.ts';

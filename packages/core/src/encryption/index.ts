export * from './algorithms.ts';
export * from './decision.ts';
export * from './encryption-echo.ts';
export * from './resolve-encryption.ts';
export * from './rule.ts';
export * from './rule-document.ts';
export * from './rules-from-headers.ts';
export * from './sse-headers.ts';

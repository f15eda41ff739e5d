export * from './post-policy.ts';
export * from './parse-post-policy.ts';
export * from './check-post-policy.ts';

export * from './condition-operators.ts';
export * from './ip-block.ts';
export * from './judge.ts';
export * from './parse-policy.ts';
export * from './policy.ts';

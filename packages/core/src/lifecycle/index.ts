export * from './accept-lifecycle.ts';
export * from './due-actions.ts';
export * from './lifecycle-rule.ts';
export * from './lifecycle-rules.ts';

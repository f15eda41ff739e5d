export * from './wire-request.ts';
export * from './parse-target.ts';
export * from './wire-text.ts';
export * from './dates.ts';

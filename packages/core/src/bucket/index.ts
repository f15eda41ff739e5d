export * from './acl.ts';
export * from './cors.ts';
export * from './cors-rules.ts';
export * from './inventory.ts';
export * from './referer.ts';
export * from './settings.ts';
export * from './tags.ts';
export * from './website.ts';

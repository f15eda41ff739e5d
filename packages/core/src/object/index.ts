export * from './copy-source.ts';
export * from './multipart-etag.ts';
export * from './tags.ts';

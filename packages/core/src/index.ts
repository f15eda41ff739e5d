export * from './address/index.ts';
export * from './encryption/index.ts';
export * from './errors/index.ts';
export * from './http/index.ts';
export * from './names/index.ts';
export * from './operation/index.ts';
export * from './signature/index.ts';
export * from './xml/index.ts';

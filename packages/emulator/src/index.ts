export { ConfigError } from './config/config-error.ts';
export type * from './config/emulator-config.ts';
export * from './ports/blob-store.ts';
export * from './ports/key-service.ts';
export * from './ports/ordered-store.ts';
export * from './start-emulator.ts';

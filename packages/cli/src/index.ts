export { EXIT_CODES } from './exit-codes.ts';
export { runCommandLine } from './run-command-line.ts';
export type { Surroundings } from './surroundings.ts';

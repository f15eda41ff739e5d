import { openNode } from './node.ts';
import { localStorage } from './server/local-storage.ts';
import { memoryStorage } from './server/memory-storage.ts';
import { runEmulator, type EmulatorOptions, type RunningEmulator } from './server/run-emulator.ts';

export type { EmulatorOptions, RunningEmulator };

/**
 * Starts the server inside this process, for test suites: on a free port of 127.0.0.1, in memory, silent, unless the options say otherwise.
 * Several may run at once. `await using` or `close()` ends it; `Fault('configuration')` when the port or folder cannot be had or the
 * configuration file cannot be read, `ConfigError` when the configuration is not valid or what is stored contradicts it.
 */
export async function startEmulator(options?: EmulatorOptions): Promise<RunningEmulator> {
  return runEmulator({ openNode, openStorage: localStorage, memoryStorage }, options);
}

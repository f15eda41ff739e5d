import { resolve } from 'node:path';
import type { LocatedConfig } from '../config/declared-config.ts';
import type { EmulatorConfig } from '../config/emulator-config.ts';

/** As `readConfigFile` of `config/read-config.ts`, which is loaded with its libraries only where there is a configuration. */
export async function loadConfigFile(path: string): Promise<LocatedConfig> {
  const reading = await import('../config/read-config.ts');
  return reading.readConfigFile(path);
}

/** A configuration as an object or as the path of a file; `undefined` stands for none. */
export async function loadConfig(config: EmulatorConfig | string | undefined): Promise<LocatedConfig | undefined> {
  if (config === undefined) return undefined;
  if (typeof config === 'string') return loadConfigFile(resolve(config));
  const { readConfigObject } = await import('../config/read-config.ts');
  return readConfigObject(config);
}

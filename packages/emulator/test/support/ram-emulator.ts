import { startEmulator, type EmulatorOptions, type RunningEmulator } from '../../src/index.ts';
import type { Ram } from '../../src/domain/ram/ram.ts';

/** An emulator in memory, with its users, policies and roles at hand. */
export interface RamEmulator extends RunningEmulator {
  readonly ram: Ram;
}

export async function startWithRam(options: EmulatorOptions = {}): Promise<RamEmulator> {
  const emulator = await startEmulator(options);
  return { ...emulator, ram: emulator.node.admin.ram };
}

import { cpus, release, totalmem } from 'node:os';
import type { Machine } from './report/result-file.ts';

/** What a figure cannot be understood without. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processors: processors.length,
    model: processors[0]?.model ?? 'unknown',
    memoryGib: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  };
}

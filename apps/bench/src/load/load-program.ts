import { randomFillSync } from 'node:crypto';
import type { FromLoad, ToLoad } from './load-messages.ts';
import { createPattern, ringBytes } from './pattern.ts';
import { runPhase } from './run-phase.ts';

// The program of the load process: does one phase after the other as its parent asks, and ends with it.
const pattern = createPattern(randomFillSync(Buffer.allocUnsafe(ringBytes)));

async function answer(phase: ToLoad): Promise<FromLoad> {
  try {
    return { outcome: await runPhase(phase, pattern) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (phase: ToLoad) => {
  void answer(phase).then((reply) => process.send?.(reply));
});
process.once('disconnect', () => process.exit());

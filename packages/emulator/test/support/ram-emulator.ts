import { secretKey } from '@sse/core/primitives';
import type { Ram } from '../../src/domain/ram/ram.ts';
import { openNode } from '../../src/node.ts';
import type { NodeOptions } from '../../src/server/emulator-node.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { memoryStorage } from '../../src/server/memory-storage.ts';
import { runEmulator, type EmulatorOptions, type RunningEmulator } from '../../src/server/run-emulator.ts';
import { openDomainProcess } from './domain-process.ts';

/** An emulator in memory whose users, policies and roles a test sets up as another process over the same store would. */
export interface RamEmulator extends RunningEmulator {
  readonly ram: Ram;
}

export async function startWithRam(options: EmulatorOptions = {}): Promise<RamEmulator> {
  const opened: NodeOptions[] = [];
  const open = (node: NodeOptions) => {
    // The bytes of a root key are wiped once it is taken.
    opened.push({ ...node, rootKey: Uint8Array.from(node.rootKey) });
    return openNode(node);
  };
  const emulator = await runEmulator({ openNode: open, openStorage: localStorage, memoryStorage }, options);
  const [node] = opened;
  if (node === undefined) throw new Error('the emulator started without a node');
  const { services } = await openDomainProcess(node.store, { root: secretKey(node.rootKey), now: node.now });
  return { ...emulator, ram: services.ram };
}

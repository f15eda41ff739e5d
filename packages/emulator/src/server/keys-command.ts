import { Fault } from '@sse/core';
import { isUnused } from './check-store.ts';
import type { NodeAdmin } from './emulator-node.ts';
import { streamLogger } from './logger.ts';
import { openDataFolder } from './open-data-folder.ts';
import { existingRootKey } from './root-key.ts';
import type { ServerParts } from './server-parts.ts';
import type { ServerSettings } from './server-settings.ts';

/** Does something to the keys of a data folder and says in words, ending in a newline, what it did. */
export type KeysAction = (admin: NodeAdmin) => Promise<string>;

export const keysActions = {
  rotate: (): KeysAction => async (admin) => {
    const { version, rewrapped } = await admin.rotateMasterKey();
    return `master key version ${version} is active; ${rewrapped} bucket keys were rewrapped with it\n`;
  },
  create:
    (alias?: string): KeysAction =>
    async (admin) => {
      const { keyId } = await admin.createKey(alias === undefined ? {} : { alias: alias.startsWith('alias/') ? alias : `alias/${alias}` });
      return `${keyId}\n`;
    },
  list: (): KeysAction => async (admin) => {
    const keys = await admin.listKeys();
    return keys.map(({ keyId, state, aliases }) => [keyId, state, ...aliases].join('  ') + '\n').join('');
  },
  setState:
    (keyRef: string, state: 'Enabled' | 'Disabled'): KeysAction =>
    async (admin) => {
      await admin.setKeyState(keyRef, state);
      return `${keyRef} is ${state}\n`;
    },
};

/**
 * Opens the data folder, does `action` and closes it again. A server may be running on the folder: both work on one store,
 * so no lock is taken. `Fault('configuration')` when there is no data or no fitting root key.
 */
export async function runKeysAction(parts: ServerParts, settings: ServerSettings, action: KeysAction): Promise<string> {
  if (await isUnused(settings.dataFolder)) {
    throw new Fault(
      'configuration',
      `${settings.dataFolder} holds no data yet; start the server once, or name the right folder with --data`,
    );
  }
  const log = streamLogger({ level: settings.logLevel });
  // The root key pair is the server's to set.
  const { credentials: _, ...own } = settings;
  const open = await openDataFolder(parts, own, await existingRootKey(settings), { log });
  try {
    return await action(open.node.admin);
  } finally {
    await open.close();
  }
}

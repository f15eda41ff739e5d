import type { LocatedConfig } from '../config/declared-config.ts';
import type { EmulatorNode } from './emulator-node.ts';
import type { Logger } from './logger.ts';
import { explainRootKey } from './root-key.ts';
import type { ServerParts, Storage } from './server-parts.ts';
import type { ServerSettings } from './server-settings.ts';

/** A node on the data folder of the settings, with the storage it works on. */
export interface OpenDataFolder {
  readonly node: EmulatorNode;
  readonly storage: Storage;
  /** Closes both. */
  close(): Promise<void>;
}

/**
 * Opens storage and node, applies `config`, and wipes `rootKey`; `Fault('configuration')` when the root key is not the one that the folder was made
 * with, `ConfigError` when what is stored contradicts `config`.
 */
export async function openDataFolder(
  parts: ServerParts,
  settings: ServerSettings,
  rootKey: Uint8Array,
  { log, config }: { readonly log: Logger; readonly config?: LocatedConfig | undefined },
): Promise<OpenDataFolder> {
  const storage = await parts.openStorage(settings.dataFolder);
  try {
    const node = await parts.openNode({
      store: storage.store,
      blobs: storage.blobs,
      rootKey,
      region: settings.region,
      strictRegion: settings.strictRegion,
      ...(settings.credentials === undefined ? {} : { credentials: settings.credentials }),
      baseDomains: settings.baseDomains,
      cnames: settings.cnames,
      ...(config === undefined ? {} : { config }),
      maxRequests: settings.maxRequests,
      log,
      now: Date.now,
    });
    return {
      node,
      storage,
      async close() {
        await node.close();
        await storage.close();
      },
    };
  } catch (cause) {
    await storage.close();
    throw explainRootKey(cause, settings);
  } finally {
    rootKey.fill(0);
  }
}

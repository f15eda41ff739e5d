import { Fault } from '@sse/core';
import { holdsData } from './data-folder.ts';
import { createRootKey, readRootKey } from './root-key-file.ts';

export interface RootKeyPlace {
  readonly rootKeyFile: string;
  readonly dataFolder: string;
}

/** The root key of a data folder that is in use; `Fault('configuration')` when its file is missing or unfit. */
export async function existingRootKey({ rootKeyFile, dataFolder }: RootKeyPlace): Promise<Uint8Array> {
  const key = await readRootKey(rootKeyFile, dataFolder);
  if (key !== undefined) return key;
  throw new Fault(
    'configuration',
    `the root key file ${rootKeyFile} is missing, and nothing else opens what ${dataFolder} holds; ` +
      'restore it from a backup, or name it with --root-key',
  );
}

/** The root key of a data folder, made now when neither it nor any data is there yet. */
export async function rootKeyOf(place: RootKeyPlace): Promise<{ readonly rootKey: Uint8Array; readonly created: boolean }> {
  if (await holdsData(place.dataFolder)) return { rootKey: await existingRootKey(place), created: false };
  const present = await readRootKey(place.rootKeyFile, place.dataFolder);
  if (present !== undefined) return { rootKey: present, created: false };
  return { rootKey: await createRootKey(place.rootKeyFile, place.dataFolder), created: true };
}

/** The error to throw for one that opening a data folder ended with: it says what to do where the root key is not the folder's. */
export function explainRootKey(error: unknown, { rootKeyFile, dataFolder }: RootKeyPlace): unknown {
  if (!(error instanceof Fault) || error.code !== 'not-authentic') return error;
  return new Fault(
    'configuration',
    `the root key file ${rootKeyFile} does not open the data folder ${dataFolder}: it belongs to other data, or the keyring was damaged; ` +
      'name the right file with --root-key, or restore both from one backup (a new key would not open what is there)',
    { cause: error },
  );
}

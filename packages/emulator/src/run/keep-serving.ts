import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Surroundings } from '../server/command-line.ts';
import { authorityFolder } from '../server/open-tls.ts';
import { clientLines, endpointOf, shellWord } from '../server/ready-text.ts';
import type { RootKeyPlace } from '../server/root-key.ts';
import type { ServerSettings } from '../server/server-settings.ts';
import { keptLogFile, startArguments, startKeptServer } from './kept-server.ts';
import { loopback, type OwnServer } from './open-run-server.ts';

export interface KeepServing {
  /** The module that this process runs. */
  readonly entry: string;
  /** That has closed. */
  readonly own: OwnServer;
  readonly settings: ServerSettings;
  readonly surroundings: Surroundings;
}

/** Lets a process of its own go on where a run's server ended, and tells how to reach and end it, or what to do instead; resolves to whether it goes on. */
export async function keepServing({ entry, own, settings, surroundings }: KeepServing): Promise<boolean> {
  const { environment, workingFolder, printError } = surroundings;
  const asBefore = { ...settings, ...own.place, host: loopback, port: own.port };
  const endpoint = endpointOf({ ...asBefore, secure: false });
  const { dataFolder } = own.place;
  try {
    const pid = await startKeptServer({ entry, settings: asBefore, environment, workingFolder });
    const where = `data in ${dataFolder}, log in ${keptLogFile(asBefore)}`;
    printError(`sse-emulator run: the server goes on at ${endpoint} (process ${pid}; to end it: kill ${pid}), ${where}\n`);
    printError(`${clientLines({ endpoint, credentials: own.credentials, settings })}\n`);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const byHand = ['sse-emulator', ...startArguments(asBefore)].map(shellWord).join(' ');
    printError(`sse-emulator run: the server does not go on: ${reason}; the data is kept in ${dataFolder}, to serve it: ${byHand}\n`);
    return false;
  }
}

/** All that a kept server works on and leaves. */
export function keptFiles(place: RootKeyPlace): readonly string[] {
  return [place.dataFolder, place.rootKeyFile, authorityFolder(place), keptLogFile(place)];
}

/** Removes what is in a folder but `kept`, paths directly in it or elsewhere; the folder too where none of them is in it. */
export async function clearFolder(folder: string, kept: readonly string[]): Promise<void> {
  if (!kept.some((path) => dirname(path) === folder)) return rm(folder, { recursive: true, force: true });
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  await Promise.all(paths.filter((path) => !kept.includes(path)).map((path) => rm(path, { recursive: true, force: true })));
}

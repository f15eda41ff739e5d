import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fault } from '@sse/core';
import { pathTrouble } from '../server/path-trouble.ts';
import { endpointOf, readyAt } from '../server/ready-text.ts';
import type { Environment } from '../server/read-settings.ts';
import type { ServerSettings } from '../server/server-settings.ts';
import { markVariable } from './child-environment.ts';

/** Milliseconds that a server gets to answer. */
const patience = 60_000;

export interface KeptServerOptions {
  /** The module that this process runs. */
  readonly entry: string;
  /** Those of its command line and environment. */
  readonly settings: ServerSettings;
  readonly environment: Environment;
  readonly workingFolder: string;
}

/** What follows `sse-emulator` for a server to be as the settings say, but for its credentials: those are in the data folder or the environment. */
export function startArguments({ host, port, dataFolder, rootKeyFile, region, configFile }: ServerSettings): readonly string[] {
  const config = configFile === undefined ? [] : ['--config', configFile];
  const where = ['--data', dataFolder, '--root-key', rootKeyFile, '--host', host, '--port', String(port)];
  return ['start', ...where, '--region', region, ...config];
}

/** The file beside a data folder that a kept server's log goes to. */
export function keptLogFile({ dataFolder }: Pick<ServerSettings, 'dataFolder'>): string {
  return join(dirname(dataFolder), 'server.log');
}

/**
 * Starts a server that outlives this process, in a session of its own; resolves to its process id once it answers, rejects with
 * `Fault('configuration')`, whose message says why, when it does not; then it has ended.
 */
export async function startKeptServer(options: KeptServerOptions): Promise<number> {
  const file = keptLogFile(options.settings);
  const log = await open(file, 'a', 0o600).catch((cause: unknown) => {
    throw new Fault('configuration', `cannot write its log ${file}: ${pathTrouble(cause, 'write')}`, { cause });
  });
  try {
    const { size } = await log.stat();
    const child = startProcess(options, log);
    if (await isReady(child, endpointOf({ ...options.settings, secure: false }))) return leave(child);
    throw new Fault('configuration', (await complaintIn(file, size)) ?? `it did not answer within ${patience / 1000} s`);
  } finally {
    await log.close();
  }
}

function startProcess({ entry, settings, environment, workingFolder }: KeptServerOptions, log: FileHandle): ChildProcess {
  const args = [...startArguments(settings), '--workers', '1', '--log-level', settings.logLevel];
  return spawn(process.execPath, [...process.execArgv, entry, ...args], {
    // Options of node may name files from here.
    cwd: workingFolder,
    // By the mark, whoever started this process would find the server and end it.
    env: { ...environment, [markVariable]: undefined },
    detached: true,
    // What it prints holds its secret.
    stdio: ['ignore', 'pipe', log.fd],
    windowsHide: true,
  });
}

/** Whether the process says that it answers; one that does not in time is ended. */
function isReady(child: ChildProcess, endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    const answer = (ready: boolean): void => {
      clearTimeout(timer);
      resolve(ready);
    };
    child.once('error', () => answer(false));
    if (child.stdout === null) return answer(false);
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        if (line.startsWith(`${readyAt(endpoint)} `)) answer(true);
      })
      .once('close', () => answer(false));
  });
}

/** Lets go of a process that goes on. */
function leave(child: ChildProcess): number {
  child.stdout?.destroy();
  child.unref();
  return child.pid ?? 0;
}

/** What a server that could not start says last, without its name. */
async function complaintIn(file: string, from: number): Promise<string | undefined> {
  const said = (await readFile(file)).subarray(from).toString().trim();
  return said === '' ? undefined : said.slice(said.lastIndexOf('\n') + 1).replace(/^sse-emulator: /, '');
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { readLogLine, type ServedRequest } from './served-request.ts';
import { serverCommand } from './server-command.ts';

/** A server process of its own on a temporary data folder. */
export interface ServerProcess {
  /** The variables that its `export` lines set. */
  readonly exports: Readonly<Record<string, string>>;
  /** Runs `sse-emulator keys …` on its data folder and gives what that prints, trimmed. */
  keys(verb: string, ...args: readonly string[]): Promise<string>;
  /** Ends it with SIGTERM and removes its folder; resolves to what was wrong with how it ran and ended, nothing if all was well. */
  stop(): Promise<readonly string[]>;
  /** The requests that it served with success until now, each that differs from the others once; complete after `stop`. */
  served(): readonly ServedRequest[];
}

export interface ServerOptions {
  /** Arguments besides those for port, data folder and log level. */
  readonly args: readonly string[];
  /** Variables that it must print besides those that every client needs. */
  readonly needs?: readonly string[];
  readonly signal: AbortSignal;
}

/** The variables without which no client can be run. */
const needed = ['OSS_ENDPOINT', 'OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET', 'OSS_REGION'];

/** Milliseconds in which the server must say that it is ready; generous, for machines that are busy. */
const readyWithin = 60_000;

/** Starts the server's command line as a user would, on a free port; rejects with what it printed when it does not get ready. */
export async function startServer({ args, needs = [], signal }: ServerOptions): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'sse-interop-'));
  const data = ['--data', join(folder, 'data')];
  const { command, before } = serverCommand();
  const environment = serverEnvironment();
  const startArgs = ['start', '--port', '0', ...data, '--log-level', 'info', ...args];
  const child = spawn(command, [...before, ...startArgs], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  const served = new Map<string, ServedRequest>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    const read = readLogLine(line);
    if (read.kind === 'complaint') complaints.push(line);
    if (read.kind === 'served') served.set(JSON.stringify(read.request), read.request);
  });
  const ended = once(child, 'close');
  const stop = async (): Promise<readonly string[]> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
    return child.exitCode === 0 ? complaints : [...complaints, `it ended with ${child.exitCode ?? child.signalCode}, not with 0`];
  };
  try {
    const exports = await exportsOf(child, [...needed, ...needs], AbortSignal.any([signal, AbortSignal.timeout(readyWithin)]));
    const keys = async (verb: string, ...rest: readonly string[]): Promise<string> => {
      const done = await promisify(execFile)(command, [...before, 'keys', verb, ...data, ...rest], { env: environment, signal });
      return done.stdout.trim();
    };
    return { exports, keys, stop, served: () => [...served.values()] };
  } catch (cause) {
    const complained = await stop();
    throw new Error(['the server did not get ready', ...complained].join('\n'), { cause });
  }
}

/** The machine's own server settings stay out, workers excepted. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('SSE_EMULATOR_') || name === 'SSE_EMULATOR_WORKERS');
  return Object.fromEntries(kept);
}

/** Reads the `export NAME=value` lines until all that is needed is there, then goes on reading so that the process never waits. */
async function exportsOf(
  child: ChildProcess & { readonly stdout: Readable },
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const [, name, value] = /^export (\w+)=([\w./:+=-]+)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) return;
      found[name] = value;
      if (wanted.every((word) => found[word] !== undefined)) resolve(found);
    });
    child.once('error', reject);
    lines.once('close', () => reject(new Error(`it ended without printing ${wanted.map((word) => `export ${word}=…`).join(', ')}`)));
    signal.addEventListener('abort', () => reject(new Error('it was not ready in time', { cause: signal.reason })));
  });
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { SigningCredentials } from '@sse/core';

/** How a server is to be started. */
export interface ServerOptions {
  /** The file of the server's program. */
  readonly program: string;
  readonly dataFolder: string;
  readonly workers: number;
  /** Where each of its processes writes a CPU profile when it ends; absent: none. */
  readonly profileFolder?: string | undefined;
  /** Ends a server that is not ready yet. */
  readonly signal: AbortSignal;
}

/** A server that answers. */
export interface Server {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  readonly credentials: SigningCredentials;
}

/** What came of the use of a server, and what was wrong with how it ran or ended. */
export interface ServerUse<T> {
  readonly value: T;
  readonly flaws: readonly string[];
}

const needed = ['OSS_ENDPOINT', 'OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET'] as const;

/** Milliseconds in which a server must be ready, or gone; generous, for machines that are busy. */
const patience = 60_000;
const keptLog = 4_000;

/** Starts the server's own program as a user would, on a free port, and stops it after `use`; rejects when it does not get ready. */
export async function withServer<T>(options: ServerOptions, use: (server: Server) => Promise<T>): Promise<ServerUse<T>> {
  const child = spawn(process.execPath, commandLine(options), { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-keptLog)));
  let value: T;
  try {
    const exports = await exportsOf(child.stdout, AbortSignal.any([options.signal, AbortSignal.timeout(patience)])).catch(
      (cause: unknown) => {
        throw new Error(`the server did not get ready: ${log}`, { cause });
      },
    );
    value = await use(serverAt(child, exports));
  } catch (error) {
    await stop(child, ended);
    throw error;
  }
  await stop(child, ended);
  const end = child.exitCode ?? child.signalCode;
  return { value, flaws: end === 0 ? [] : [`the server ended with ${end}, not with 0: ${log}`] };
}

function commandLine({ program, dataFolder, workers, profileFolder }: ServerOptions): string[] {
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const settings = ['--port', '0', '--data', dataFolder, '--workers', String(workers), '--log-level', 'error'];
  return ['--conditions=@sse/source', ...profiling, program, 'start', ...settings];
}

/** The machine's own server settings stay out. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SSE_EMULATOR_')));
}

/** Reads the `export NAME=value` lines until all that is needed is there, and goes on reading so that the server never waits. */
function exportsOf(output: NodeJS.ReadableStream, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const lines = createInterface({ input: output });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const [, name, value] = /^export (\w+)=([\w./:+=-]+)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) return;
      found[name] = value;
      if (needed.every((word) => found[word] !== undefined)) resolve(found);
    });
    lines.once('close', () => reject(new Error(`it ended without the lines ${needed.map((word) => `export ${word}=…`).join(', ')}`)));
    const giveUp = (): void => reject(new Error('no time is left', { cause: signal.reason }));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

function serverAt({ pid = 0 }: ChildProcess, exports: Readonly<Record<string, string>>): Server {
  const [endpoint = '', accessKeyId = '', accessKeySecret = ''] = needed.map((name) => exports[name]);
  const { hostname, port } = new URL(endpoint);
  return { pid, host: hostname, port: Number(port), credentials: { accessKeyId, accessKeySecret } };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

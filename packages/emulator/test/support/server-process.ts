import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Target } from './signed-request.ts';

/** The server as a process of its own, as a user starts it. */
export interface ServerProcess extends Target {
  readonly pid: number;
  /** Sends a signal and waits for the end. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

/** Starts the server on a free port and resolves when it says that it is ready. */
export async function startServerProcess(dataFolder: string, ...flags: readonly string[]): Promise<ServerProcess> {
  const args = ['--conditions=@sse/source', bin, 'start', '--port', '0', '--data', dataFolder, '--log-level', 'silent', ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const settings = await readSettings(child);
  const { hostname, port } = new URL(settings['OSS_ENDPOINT'] ?? '');
  return {
    pid: child.pid ?? 0,
    host: hostname,
    port: Number(port),
    accessKeyId: settings['OSS_ACCESS_KEY_ID'] ?? '',
    accessKeySecret: settings['OSS_ACCESS_KEY_SECRET'] ?? '',
    async end(signal) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

/** The `export` lines that the server prints; the last one that is needed is the region. */
async function readSettings(child: ChildProcess): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) settings[name] = value;
    if (settings['OSS_REGION'] !== undefined) return settings;
  }
  throw new Error('the server ended before it was ready');
}

/** Process ids of the children of a process. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map(Number);
}

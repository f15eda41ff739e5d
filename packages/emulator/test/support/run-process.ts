import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TemporaryFolder } from '../server/temporary-folder.ts';

/** Options of `sse-emulator run` that choose how connections come to the server: what is tested of the end of a run holds for each. */
export const modes: readonly (readonly string[])[] = hasNamespaces() ? [[], ['--proxy']] : [['--proxy']];

/** Whether the mode without options is one of its own here. */
function hasNamespaces(): boolean {
  if (process.platform !== 'linux') return false;
  const has = spawnSync('unshare', ['--user', '--map-root-user', '--net', '--mount', 'true']).status === 0;
  if (!has) process.stderr.write('not tested: sse-emulator run in a namespace, which this system does not allow\n');
  return has;
}

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

/** The words of `sse-emulator run` with these arguments. */
export function runWords(args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, '--conditions=@sse/source', bin, 'run', ...args];
}

/** The same for a shell. */
export function runLine(args: readonly string[]): string {
  return runWords(args).map(quoted).join(' ');
}

/** A word for a shell. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The environment of a run: temporary folders are made in `folder`, by which its processes are known too. */
export function runEnvironment(folder: TemporaryFolder, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, TMPDIR: folder.path, ...more };
}

export interface EndedRun {
  /** 128 + n where signal n ended it, as a shell has it. */
  readonly code: number;
  readonly out: Buffer;
  readonly error: string;
}

/** A command that is running, and how it will have ended. */
export interface StartedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<EndedRun>;
  /** Resolves when its standard output holds a text. */
  readonly says: (text: string) => Promise<void>;
}

/** Starts a command with the environment of a run. */
export function startCommand(
  folder: TemporaryFolder,
  [command, ...args]: readonly [string, ...string[]],
  more?: NodeJS.ProcessEnv,
): StartedCommand {
  const child = spawn(command, args, { env: runEnvironment(folder, more), stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdout, stderr } = child;
  let printed = '';
  stdout.on('data', (chunk: Buffer) => void (printed = (printed + chunk.toString('latin1')).slice(-4096)));
  const ended = Promise.all([buffer(stdout), buffer(stderr), once(child, 'close')]).then(([out, error]) => ({
    code: child.exitCode ?? 0,
    out,
    error: error.toString(),
  }));
  const says = async (text: string): Promise<void> => {
    while (!printed.includes(text) && child.exitCode === null) await Promise.race([once(stdout, 'data'), once(child, 'close')]);
  };
  return { child, ended, says };
}

/** Starts `sse-emulator run`. */
export function startRun(folder: TemporaryFolder, args: readonly string[], more?: NodeJS.ProcessEnv): StartedCommand {
  return startCommand(folder, runWords(args), more);
}

/** Runs `sse-emulator run` to its end, without input. */
export async function run(folder: TemporaryFolder, args: readonly string[], more?: NodeJS.ProcessEnv): Promise<EndedRun> {
  const { child, ended } = startRun(folder, args, more);
  child.stdin?.end();
  return ended;
}

/** The pids of what was started with a folder for temporary ones; what has ended has no environment. */
export async function processesOf(folder: TemporaryFolder): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const held = await Promise.all(pids.map(async (pid) => (await textOf(`/proc/${pid}/environ`)).includes(`TMPDIR=${folder.path}\0`)));
  return pids.filter((_pid, index) => held[index]);
}

/** The ports that these processes listen on (proc_net_tcp(5): the state `0A`). */
export async function portsOf(folder: TemporaryFolder): Promise<readonly number[]> {
  const folders = (await processesOf(folder)).map((pid) => `/proc/${pid}/fd`);
  const files = (await Promise.all(folders.map(async (fds) => (await readdir(fds)).map((fd) => `${fds}/${fd}`)))).flat();
  const links = new Set(await Promise.all(files.map((file) => readlink(file).catch(() => ''))));
  const rows = (await textOf('/proc/net/tcp')).split('\n').map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([, local = '', , state, , , , , , inode]) =>
    state === '0A' && links.has(`socket:[${inode}]`) ? [Number.parseInt(local.slice(-4), 16)] : [],
  );
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'latin1').catch(() => '');
}

/** That no process and, but for `files`, nothing in its folder is left of a run. */
export async function expectNothingLeft(folder: TemporaryFolder, files: readonly string[] = []): Promise<void> {
  const lines = (await processesOf(folder)).map(async (pid) => (await textOf(`/proc/${pid}/cmdline`)).replaceAll('\0', ' '));
  expect({ processes: await Promise.all(lines), files: (await readdir(folder.path)).toSorted() }).toEqual({ processes: [], files });
}

/** The line that a run which started its program ends with, and nothing else. */
export const reportOnly = /^sse-emulator run: requests: [^\n]*\n$/;

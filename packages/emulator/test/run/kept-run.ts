import { execFile, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** `sse-emulator run` with these arguments; `tmp`: where its temporary folders are made. */
export function startRun(
  tmp: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const { PATH } = process.env;
  const { promise: ended, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(
    process.execPath,
    ['--conditions=@sse/source', bin, 'run', ...args],
    { env: { PATH, TMPDIR: tmp, ...environment } },
    (_error, out, error) => resolve({ code: child.exitCode ?? -1, out, error }),
  );
  return { child, ended };
}

/** What a run says of the server that it leaves; ends it at the end of the scope. */
export interface SaidServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly dataFolder: string;
  readonly logFile: string;
  /** The values of its `export` lines, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

const sentence =
  /^sse-emulator run: the server goes on at http:\/\/([\d.]+):(\d+) \(process (\d+); to end it: kill \3\), data in (.+), log in (.+)$/m;

/** Reads that from standard error; throws where it is not there. */
export function saidServer(error: string): SaidServer {
  const [, host = '', port, pid, dataFolder = '', logFile = ''] = sentence.exec(error) ?? [];
  if (pid === undefined) throw new Error(`no server goes on: ${error}`);
  const lines = [...error.matchAll(/^export (\w+)=(.*)$/gm)];
  const variables = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
  const said = { host, port: Number(port), pid: Number(pid), dataFolder, logFile, variables };
  return { ...said, [Symbol.asyncDispose]: () => end(said.pid) };
}

/** Asks a process to end and waits until it is gone. */
export async function end(pid: number): Promise<void> {
  if (await isThere(pid)) process.kill(pid, 'SIGTERM');
  while (await isThere(pid)) await pause(20);
}

/** Whether a process runs; one that has ended and nobody has reaped does not. */
export async function isThere(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(state);
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** Makes a server listen on a free port of this machine. */
export async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it has no port');
  return address.port;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own; killed at the end of the scope if it still runs. */
export interface SpawnedServer extends AsyncDisposable {
  readonly pid: number;
  /** Resolves to the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** Resolves to the first match in what it printed or prints; rejects when the process ends without one. */
  sees(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
  /** Its port, once it says that it is ready. */
  ready(): Promise<number>;
  signal(name: NodeJS.Signals): void;
}

const fakeBin = fileURLToPath(new URL('fake-bin.ts', import.meta.url));

/** The program's own cache: compiling is most of a start. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/** Runs the server, with the fake node unless another program is named, on `folder`'s data folder; an argument that comes again later wins. */
export function spawnServer(
  folder: string,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
  bin = fakeBin,
): SpawnedServer {
  const child = spawn(process.execPath, ['--conditions=@sse/source', bin, 'start', '--data', `${folder}/data`, '--port', '0', ...args], {
    env: { NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      child.emit('printed');
    });
  }
  let over = false;
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      child.emit('printed');
      resolve(code ?? signal ?? 'unknown');
    });
  });

  async function sees(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(printed[stream]);
      if (match !== null) return match;
      if (over) throw new Error(`the server ended without ${pattern} on ${stream}: ${printed.stdout}${printed.stderr}`);
      await once(child, 'printed');
    }
  }
  return {
    pid: child.pid ?? 0,
    ended,
    printed,
    sees,
    ready: async () => Number((await sees('stdout', /is ready at https?:\/\/[^ ]+:(\d+) /))[1]),
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

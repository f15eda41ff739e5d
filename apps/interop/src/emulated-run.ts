import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { ExpectedReport } from './expected-report.ts';
import type { Program } from './run-program.ts';
import { serverCommand } from './server-command.ts';

/** How a program's connections come to the server: as is the default on this machine, or by the proxy. */
export type Mode = 'default' | 'proxy';

/** A program as its author would start it, behind `sse-emulator run --`. */
export interface EmulatedRun extends Program {
  readonly mode: Mode;
  /** Options of `run` besides those for the mode and the report. */
  readonly options: readonly string[];
  /** Where it is started; the report is written there. */
  readonly folder: string;
  /** Folder that the PATH begins with; absent: none. */
  readonly path?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
}

/** What a run should come to. */
export interface Expectation {
  readonly exitCode: number;
  /** All that the program prints. */
  readonly output: string;
  /** What is among what it says on standard error; absent: anything. */
  readonly complaint?: string;
  readonly report: ExpectedReport;
}

const flags: Readonly<Record<Mode, readonly string[]>> = { default: [], proxy: ['--proxy'] };

/** Milliseconds for a run; generous, for machines that are busy, and for clients that try again when they reach nobody. */
const endsWithin = 300_000;

/** Runs a program and resolves to how the run differs from what it should come to; `undefined` where it does not. */
export async function flawOfRun(run: EmulatedRun, expected: Expectation): Promise<string | undefined> {
  const { mode, options, folder, command, args, signal } = run;
  const report = join(folder, 'report.json');
  const { command: node, before } = serverCommand();
  const words = [...before, 'run', ...flags[mode], '--report', report, ...options, '--', command, ...args];
  const limited = AbortSignal.any([signal, AbortSignal.timeout(endsWithin)]);
  const child = spawn(node, words, { cwd: folder, env: environmentOf(run), stdio: ['ignore', 'pipe', 'pipe'], signal: limited });
  const [exitCode, output, error] = await Promise.all([endOf(child), text(child.stdout), text(child.stderr)]);
  const got = { exitCode, output, report: await reportIn(report) };
  const wanted = { exitCode: expected.exitCode, output: expected.output, report: { exitCode: expected.exitCode, ...expected.report } };
  const complained = expected.complaint === undefined || error.includes(expected.complaint);
  if (isDeepStrictEqual(got, wanted) && complained) return undefined;
  const among = expected.complaint === undefined ? '' : `, ${JSON.stringify(expected.complaint)} on standard error`;
  return `expected ${JSON.stringify(wanted)}${among}; got ${JSON.stringify(got)} and on standard error:\n${error}`;
}

/** Resolves to the exit code or the signal; rejects when the process was stopped from here, but not before it is gone. */
async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    let trouble: Error | undefined;
    child.once('error', (error) => (trouble = error));
    child.once('close', (code, signal) => (trouble === undefined ? resolve(code ?? signal) : reject(trouble)));
  });
}

async function reportIn(file: string): Promise<unknown> {
  const written = await readFile(file, 'utf8').catch(() => 'null');
  return JSON.parse(written);
}

/** The machine's own settings for these clients and for the server stay out. */
function environmentOf({ path, variables }: EmulatedRun): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(OSS|ALIBABA_CLOUD|ALICLOUD|SSE_EMULATOR)_/.test(name));
  const environment = Object.fromEntries(kept);
  const PATH = path === undefined ? environment['PATH'] : [path, environment['PATH']].join(delimiter);
  return { ...environment, PATH, ...variables };
}

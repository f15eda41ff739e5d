import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A command that prints one line for each check: `ok …`, or `FAIL …` with what came. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export interface RunOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** How many checks passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs a program to its end and counts its lines. A program that checked nothing, or that ended with another exit code than its lines
 * announce (0 without failures, else 1), is a failure of its own.
 */
export async function runProgram({ command, args }: Program, { environment, signal, print }: RunOptions): Promise<Tally> {
  const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'], signal });
  // 'error' comes instead of or before 'close'; a failed wait for 'close' carries it.
  const closed = once(child, 'close');
  const counted = await Promise.all([count(child.stdout, print), closed]).then(([tally]) => tally);
  const announced = counted.failed === 0 ? 0 : 1;
  const flaw =
    counted.passed + counted.failed === 0
      ? 'it checked nothing'
      : child.exitCode === announced
        ? undefined
        : `it ended with ${child.exitCode ?? child.signalCode}, not with ${announced}`;
  if (flaw === undefined) return counted;
  print(`FAIL ${args.at(-1) ?? command}: ${flaw}`);
  return { passed: counted.passed, failed: counted.failed + 1 };
}

async function count(output: Readable, print: (line: string) => void): Promise<Tally> {
  let passed = 0;
  let failed = 0;
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith('ok ')) passed += 1;
    if (line.startsWith('FAIL ')) failed += 1;
    print(line);
  }
  return { passed, failed };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { BRIEF_FORMS } from './brief-programs.ts';
import { checkBrief } from './check-brief.ts';
import { flawOfRun, type Mode } from './emulated-run.ts';
import { oss2Interpreter, VENDOR_PROGRAMS, type VendorProgram } from './vendor-programs.ts';
import type { Tally } from './run-program.ts';

export interface Progress {
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

type Check = (what: string, flaw: string | undefined) => void;
type Group = (check: Check, signal: AbortSignal) => Promise<void>;

/** What can be run, by the name that the command line gives it: `brief`, and each of the vendor's clients. */
export const PROGRAM_GROUPS: Readonly<Record<string, Group>> = {
  brief: checkBriefForms,
  ...Object.fromEntries(
    Object.entries(VENDOR_PROGRAMS).map(([name, program]): [string, Group] => [
      name,
      (check, signal) => checkProgram(program, check, signal),
    ]),
  ),
};

/** Runs groups one after the other, each program in a folder of its own that is removed afterwards; resolves to how many checks passed and failed. */
export async function checkPrograms(names: readonly string[], { signal, print }: Progress): Promise<Tally> {
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const check: Check = (what, flaw) => {
      if (flaw === undefined) passed += 1;
      else failed += 1;
      print(flaw === undefined ? `ok ${name}: ${what}` : `FAIL ${name}: ${what}: ${flaw}`);
    };
    try {
      signal.throwIfAborted();
      await PROGRAM_GROUPS[name]?.(check, signal);
    } catch (error) {
      check('is run', signal.aborted ? String(signal.reason) : inspect(error));
    }
  }
  return { passed, failed };
}

async function checkBriefForms(check: Check, signal: AbortSignal): Promise<void> {
  const path = dirname(await oss2Interpreter(signal));
  for (const [language, form] of Object.entries(BRIEF_FORMS))
    for (const mode of ['default', 'proxy'] as const satisfies readonly Mode[])
      await inFolder((folder) =>
        checkBrief({ language, form, mode, folder, path, signal, check: (what, flaw) => check(`${language}, ${mode}: ${what}`, flaw) }),
      );
}

async function checkProgram(program: VendorProgram, check: Check, signal: AbortSignal): Promise<void> {
  const { command, args: first, path } = await program.prepare(signal);
  for (const mode of program.modes)
    for (const [what, { options, args, variables, expected }] of Object.entries(program.cases))
      await inFolder(async (folder) => {
        const run = { mode, options, folder, path, variables, signal, command, args: [...first, ...args] };
        check(`${mode}: ${what}`, await flawOfRun(run, expected));
      });
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sse-programs-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

import { rm } from 'node:fs/promises';
import type { Surroundings } from '../server/command-line.ts';
import type { ServerParts } from '../server/server-parts.ts';
import { forwardSignals, type ForwardedSignals } from './forwarded-signals.ts';
import { intercept } from './intercept.ts';
import { clearFolder, keepServing, keptFiles } from './keep-serving.ts';
import { endMarked } from './marked-processes.ts';
import { openRunServer, type RunServer } from './open-run-server.ts';
import { checkReportFile, writeReport } from './report-file.ts';
import { runChild, type EndedProgram } from './run-child.ts';
import { makeRunFolders, type RunFolders } from './run-folders.ts';
import { reportLine, runTally, type RunReport, type RunTally } from './run-tally.ts';
import type { RunSettings } from './run-settings.ts';

/** Exit code of a run whose program did well and whose server does not go on, or whose report is not written. */
const notDone = 1;

/** A program and its arguments. */
export interface RunProgram {
  readonly program: string;
  readonly args: readonly string[];
}

/** Runs a program to its end against the server of the settings, tells what it did, and lets go of everything; resolves to the exit code. */
export async function runCommand(
  parts: ServerParts,
  settings: RunSettings,
  program: RunProgram,
  surroundings: Surroundings,
): Promise<number> {
  if (settings.reportFile !== undefined) await checkReportFile(settings.reportFile);
  const signals = forwardSignals();
  const folders = await makeRunFolders();
  const tally = runTally({ sees: settings.endpoint === undefined });
  let kept: readonly string[] = [];
  try {
    const { exitCode, ran, server } = await runIn({ parts, settings, program, surroundings, folders, tally, signals });
    // One message has said why.
    if (!ran) return exitCode;
    const own = settings.keep ? server.own : undefined;
    if (own !== undefined) kept = keptFiles(own.place);
    const goesOn = own === undefined || (await keepServing({ entry: parts.entry, own, settings: settings.server, surroundings }));
    const told = await tell(tally.report(exitCode), settings, surroundings);
    return exitCode === 0 && !(goesOn && told) ? notDone : exitCode;
  } finally {
    await Promise.all([clearFolder(folders.own, kept), rm(folders.shared, { recursive: true, force: true })]);
    signals.stop();
  }
}

interface Run {
  readonly parts: ServerParts;
  readonly settings: RunSettings;
  readonly program: RunProgram;
  readonly surroundings: Surroundings;
  readonly folders: RunFolders;
  readonly tally: RunTally;
  readonly signals: ForwardedSignals;
}

async function runIn({
  parts,
  settings,
  program,
  surroundings,
  folders,
  tally,
  signals,
}: Run): Promise<EndedProgram & { readonly server: RunServer }> {
  const { environment, workingFolder, printError } = surroundings;
  const {
    blockOthers,
    server: { region },
  } = settings;
  const server = await openRunServer(parts, settings, folders, tally.observe);
  try {
    const refusedHost = tally.refuseHost;
    const { byProxy } = settings;
    const options = { server, environment, region, folder: folders.own, sharedFolder: folders.shared, blockOthers, refusedHost };
    const interception = await intercept(options, { byProxy, printError });
    try {
      const ended = await runChild({ ...program, interception, workingFolder, signals, printError });
      return { ...ended, server };
    } finally {
      await endMarked(interception.mark);
      await interception.close();
    }
  } finally {
    await server.close();
  }
}

/** Resolves to whether everything could be told. */
async function tell(report: RunReport, { reportFile }: RunSettings, { printError }: Surroundings): Promise<boolean> {
  printError(`sse-emulator run: ${reportLine(report)}\n`);
  const complaint = reportFile === undefined ? undefined : await writeReport(reportFile, report);
  if (complaint !== undefined) printError(`sse-emulator run: ${complaint}\n`);
  return complaint === undefined;
}

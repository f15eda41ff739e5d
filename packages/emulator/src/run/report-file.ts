import type { Stats } from 'node:fs';
import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@sse/core';
import { errorCode } from '../server/error-code.ts';
import { pathTrouble } from '../server/path-trouble.ts';
import type { RunReport } from './run-tally.ts';

/** For before a program runs, whose work a report that cannot be written would spoil; `Fault('configuration')` where it could not. Writes nothing. */
export async function checkReportFile(file: string): Promise<void> {
  const trouble = await fileTrouble(file);
  if (trouble !== undefined) throw new Fault('configuration', `--report ${file}: ${trouble}; name a file that this user may write`);
}

/** Writes a report as JSON; resolves to why it could not, one line, or to `undefined`. */
export async function writeReport(file: string, report: RunReport): Promise<string | undefined> {
  try {
    await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
    return undefined;
  } catch (error) {
    return `--report ${file}: ${inWords(error)}; the report is not written`;
  }
}

async function fileTrouble(file: string): Promise<string | undefined> {
  try {
    const found = await statOf(file);
    if (found?.isDirectory() === true) return 'it is a folder';
    await access(found === undefined ? dirname(file) : file, constants.W_OK);
    return undefined;
  } catch (error) {
    return inWords(error);
  }
}

/** Absent where there is nothing of that name. */
async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function inWords(error: unknown): string {
  return errorCode(error) === 'ENOENT' ? 'its folder is not there (ENOENT)' : pathTrouble(error, 'write');
}

import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cellName, type Cell } from './cell.ts';
import { flawsOf } from './figures.ts';
import { thisMachine } from './machine.ts';
import { measureCell } from './measure-cell.ts';
import type { MeasureOptions } from './options.ts';
import { diskNeeded, PACES, pacingOf, type Pace } from './pacing.ts';
import { compareResults } from './report/compare-results.ts';
import { encryptionCostLines, encryptionCosts } from './report/encryption-costs.ts';
import { profileLines } from './report/profile-summary.ts';
import { resultColumns } from './report/result-columns.ts';
import { writeResult, type Result } from './report/result-file.ts';
import { tableLine, titleLine } from './report/text-table.ts';
import { selectCells, SELECTIONS } from './select-cells.ts';
import { subjectsOf, type Subject } from './subjects.ts';

export interface BenchOptions extends MeasureOptions {
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

const profileLength = 25;

/** Measures the cells that the options name, prints the tables and writes the result files; resolves to what is wrong, nothing if all is well. */
export async function runBench(options: BenchOptions): Promise<string[]> {
  const { print, set } = options;
  const startedAt = new Date().toISOString();
  const pace: Pace = { ...PACES[set === 'quick' ? 'quick' : 'full'], ...(options.seconds !== undefined && { seconds: options.seconds }) };
  const cells = selectCells(SELECTIONS[set], options.listed);
  const subjects = await subjectsOf(options, startedAt);
  await assertRoom(resolve(options.folder ?? tmpdir()), cells, pace);
  const machine = thisMachine();
  const resultOf = ({ commit, rows }: Subject): Result => {
    return { format: 'sse-bench/1', commit, startedAt, machine, rows, encryptionCosts: encryptionCosts(rows) };
  };

  print(`${cells.length} cells on ${machine.processors} × ${machine.model}, Linux ${machine.kernel}, Node ${machine.node}\n`);
  print(titleLine(resultColumns));
  const flaws: string[] = [];
  for (const [index, cell] of cells.entries()) {
    // Whoever is measured second finds another machine than the first: they take turns at being it.
    for (const subject of index % 2 === 0 ? subjects : subjects.toReversed()) {
      flaws.push(...(await addRow(cell, subject, options, pace)));
      await writeResult(subject.out, resultOf(subject));
    }
  }
  for (const subject of subjects) for (const line of closingLines(resultOf(subject), subject)) print(line);
  const [own, other] = subjects;
  if (own !== undefined && other !== undefined) for (const line of compareResults(resultOf(other), resultOf(own))) print(line);
  return flaws;
}

async function addRow(cell: Cell, { program, commit, profileFolder, rows }: Subject, options: BenchOptions, pace: Pace): Promise<string[]> {
  const { print, signal } = options;
  signal.throwIfAborted();
  const folder = resolve(options.folder ?? tmpdir());
  const { row, problems } = await measureCell(cell, { program, pacing: pacingOf(cell, pace), folder, profileFolder, signal });
  rows.push(row);
  print(tableLine(resultColumns, { ...row, commit }));
  for (const problem of problems) print(`  ${problem}`);
  if (profileFolder !== undefined) for (const line of await profileLines(join(profileFolder, cellName(cell)), profileLength)) print(line);
  return flawsOf(row).map((flaw) => `${commit} ${cellName(cell)}: ${flaw}`);
}

/** Rejects where the data folder of the largest cell would not fit. */
async function assertRoom(folder: string, cells: readonly Cell[], pace: Pace): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = Math.max(...cells.map((cell) => diskNeeded(cell, pacingOf(cell, pace))));
  const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  if (bavail * bsize < needed)
    throw new Error(`${folder} has ${gib(bavail * bsize)} of room, ${gib(needed)} are needed; choose another one with --folder`);
}

function* closingLines({ encryptionCosts: costs }: Result, { commit, out }: Subject): Generator<string> {
  const lines = encryptionCostLines(costs);
  if (lines.length > 0) yield `\nWhat encryption costs (${commit}):\n`;
  yield* lines;
  yield `\n${commit}: ${out}\n`;
}

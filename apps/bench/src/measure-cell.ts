import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cellName, requestBytes, type Cell } from './cell.ts';
import { figuresOf, type Measured, type Row } from './figures.ts';
import type { LoadLimits, LoadOutcome, LoadPhase } from './load/load-phase.ts';
import { startLoad, type LoadProcess } from './load/start-load.ts';
import { encryptionHeaders, MODES } from './modes.ts';
import { exactly, type Pacing } from './pacing.ts';
import { createBucket, presignedTarget } from './server/bucket.ts';
import { cpuTimeOf, processTree } from './server/process-figures.ts';
import { beginUpload, completeUpload } from './server/uploads.ts';
import { withServer, type Server } from './server/server-process.ts';
import { watchMemory } from './server/watch-memory.ts';

export interface CellOptions {
  /** The file of the server's program. */
  readonly program: string;
  readonly pacing: Pacing;
  /** Folder in which data folders are made. */
  readonly folder: string;
  /** Where CPU profiles of the server go; absent: none are made. */
  readonly profileFolder?: string | undefined;
  readonly signal: AbortSignal;
}

/** A cell's figures, with its first errors in words. */
export interface CellResult {
  readonly row: Row;
  readonly problems: readonly string[];
}

/** Connections for all that is not measured. */
const preparing = 8;

/**
 * Measures one cell on a data folder of its own, which is removed. Objects to get are put through another server on that folder, so that
 * figures, memory above all, are those of the operation alone. Rejects when a server or the load cannot be started.
 */
export async function measureCell(cell: Cell, options: CellOptions): Promise<CellResult> {
  const { program, folder, pacing, profileFolder, signal } = options;
  const parent = await mkdtemp(join(folder, 'sse-bench-'));
  try {
    await using load = startLoad(signal);
    const serverOptions = { program, dataFolder: join(parent, 'data'), workers: cell.workers, signal };
    const seeded = cell.operation === 'get' ? await withServer(serverOptions, (server) => seed(server, load, cell, pacing)) : undefined;
    const profiled = profileFolder === undefined ? serverOptions : { ...serverOptions, profileFolder: join(profileFolder, cellName(cell)) };
    const run = await withServer(profiled, (server) => measure(server, load, cell, pacing));
    const outcomes = [...(seeded === undefined ? [] : [seeded.value]), ...run.value.others, run.value.outcome];
    const flaws = [...(seeded?.flaws ?? []), ...run.flaws, ...run.value.flaws];
    const errors = total(outcomes, 'errors') + flaws.length;
    const measured: Measured = { ...run.value, errors, checked: total(outcomes, 'checked') };
    return { row: { ...cell, ...figuresOf(cell, measured) }, problems: [...outcomes.flatMap(({ problems }) => problems), ...flaws] };
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** Puts the objects that a cell gets. */
async function seed(server: Server, load: LoadProcess, cell: Cell, pacing: Pacing): Promise<LoadOutcome> {
  await createBucket(server, Date.now());
  return load.run(phaseOf(server, cell, { ...pacing, operation: 'put', limits: exactly(pacing.objects), connections: preparing }));
}

interface MeasuredRun extends Omit<Measured, 'errors' | 'checked'> {
  /** What came of the phases that are not measured. */
  readonly others: readonly LoadOutcome[];
  readonly flaws: readonly string[];
}

async function measure(server: Server, load: LoadProcess, cell: Cell, pacing: Pacing): Promise<MeasuredRun> {
  const others: LoadOutcome[] = [];
  const { operation, connections } = cell;
  if (operation !== 'get') await createBucket(server, Date.now());
  const processes = processTree(server.pid);
  using watch = watchMemory(processes);
  if (pacing.warmUp !== undefined) {
    const warmUp = { limits: pacing.warmUp, connections: pacing.warmUpConnections };
    others.push(await load.run(phaseOf(server, cell, { ...pacing, ...warmUp, operation })));
  }
  const before = cpuTimeOf(processes);
  const choice = { ...pacing, operation, limits: pacing.measured, connections };
  const outcome = operation === 'upload' ? await upload(server, load, cell, choice) : await load.run(phaseOf(server, cell, choice));
  const after = cpuTimeOf(processes);
  const memory = watch.peak();
  if (operation !== 'get' && pacing.readBack > 0) {
    const limits = exactly(pacing.readBack);
    others.push(await load.run(phaseOf(server, cell, { ...pacing, operation: 'get', limits, connections: preparing, checkEvery: 1 })));
  }
  const died = processes.filter((process) => !processTree(server.pid).includes(process));
  const flaws = died.map((process) => `process ${process} of the server died`);
  return { outcome, others, flaws, memory, cpu: { user: after.user - before.user, system: after.system - before.system } };
}

/** Begins an upload of each object, has all their parts put, and completes them. */
async function upload(server: Server, load: LoadProcess, cell: Cell, choice: PhaseChoice): Promise<LoadOutcome> {
  const keys = Array.from({ length: choice.objects }, (_, index) => `object-${index}`);
  const uploads = await Promise.all(keys.map((key) => beginUpload(server, key, encryptionHeaders(cell.mode))));
  const now = Date.now();
  const targets = Array.from({ length: choice.limits.most }, (_, index) => {
    const { key, uploadId } = uploads[index % uploads.length] ?? { key: '', uploadId: '' };
    const query = { partNumber: String(Math.floor(index / uploads.length) + 1), uploadId };
    return presignedTarget(server, { method: 'PUT', key, headers: {}, query }, now);
  });
  const parts = { targets, size: requestBytes(cell), headers: {} };
  const outcome = await load.run({ ...phaseOf(server, cell, choice), ...parts, method: 'PUT' });
  await Promise.all(uploads.map((begun) => completeUpload(server, begun)));
  return outcome;
}

interface PhaseChoice {
  readonly operation: Cell['operation'];
  readonly objects: number;
  readonly limits: LoadLimits;
  readonly connections: number;
  readonly checkEvery: number;
}

function phaseOf(server: Server, { operation: cellOperation, size, mode }: Cell, choice: PhaseChoice): LoadPhase {
  const { operation, objects, limits, connections, checkEvery } = choice;
  const method = operation === 'put' ? 'PUT' : 'GET';
  const headers = operation === 'put' ? encryptionHeaders(mode) : {};
  const checkCrc64 = cellOperation === 'upload';
  const now = Date.now();
  const targets = Array.from({ length: objects }, (_, index) => presignedTarget(server, { method, key: `object-${index}`, headers }, now));
  const { host, port } = server;
  return { host, port, method, targets, objects, size, headers, encryption: MODES[mode], checkCrc64, limits, connections, checkEvery };
}

function total(outcomes: readonly LoadOutcome[], name: 'errors' | 'checked'): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[name], 0);
}

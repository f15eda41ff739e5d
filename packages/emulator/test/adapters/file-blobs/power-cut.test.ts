import { describe, expect, it } from 'vitest';
import { fileBlobs } from '../../../src/adapters/file-blobs/file-blobs.ts';
import type { FileLayer } from '../../../src/adapters/file-blobs/file-layer.ts';
import { regionPool } from '../../../src/adapters/file-blobs/region-pool.ts';
import { pattern, readAll, sourceOf } from '../../../src/conformance/blob-store/subject.ts';
import { forgetfulFiles, PowerCut } from './forgetful-files.ts';

const path = '/data/blobs';
const regions = regionPool(1 << 20);
/** Sizes by id: some share a folder, one is large enough to be written past the cache and has a last block to be cut. */
const sizes: Readonly<Record<string, number>> = {
  [`aa${'1'.repeat(30)}`]: 5000,
  [`aa${'2'.repeat(30)}`]: 0,
  [`aa${'3'.repeat(30)}`]: 140_001,
  [`bb${'4'.repeat(30)}`]: (4 << 20) + 4097,
};
const doomed = `aa${'5'.repeat(30)}`;

/** What callers were told before the power went. */
interface Told {
  readonly written: Set<string>;
  readonly deleted: Set<string>;
}

function ignorePowerCut(error: unknown): void {
  if (!(error instanceof PowerCut)) throw error;
}

async function work(files: FileLayer, { written, deleted }: Told): Promise<void> {
  const blobs = fileBlobs({ path, files, regions });
  const write = async (id: string, size: number): Promise<void> => {
    await blobs.write(id, sourceOf(pattern(size)), { size });
    written.add(id);
  };
  const writeAndDelete = async (): Promise<void> => {
    await write(doomed, 100);
    written.delete(doomed);
    await blobs.delete(doomed);
    deleted.add(doomed);
  };
  const all = [...Object.entries(sizes).map(([id, size]) => write(id, size)), writeAndDelete()];
  await Promise.all(all.map((each) => each.catch(ignorePowerCut)));
}

async function lossesAt(
  cutAt: number,
  change: (files: FileLayer) => FileLayer,
): Promise<{ readonly steps: number; readonly lost: readonly string[] }> {
  const told: Told = { written: new Set(), deleted: new Set() };
  const layer = forgetfulFiles({ cutAt });
  await work(change(layer.files), told);
  const blobs = fileBlobs({ path, files: layer.afterPowerCut().files, regions });
  const lost: string[] = [];
  for (const id of told.written) {
    const reader = await blobs.read(id);
    const bytes = reader && (await readAll(reader, 1 << 20));
    if (bytes === undefined || Buffer.compare(bytes, pattern(sizes[id] ?? 100)) !== 0) lost.push(id);
  }
  for (const id of told.deleted) if ((await blobs.read(id)) !== undefined) lost.push(`${id} is back`);
  return { steps: layer.steps, lost };
}

async function lossesAtAnyCut(change: (files: FileLayer) => FileLayer): Promise<readonly string[]> {
  const { steps, lost } = await lossesAt(Infinity, change);
  const all = [...lost];
  for (let cutAt = 1; cutAt <= steps; cutAt += 1) all.push(...(await lossesAt(cutAt, change)).lost);
  return all;
}

const skipped = async (): Promise<void> => undefined;
/** What would leave out one call that the proof rests on. */
const forgetting: Readonly<Record<string, (files: FileLayer) => FileLayer>> = {
  'the flush of the file': (files) => ({ ...files, sync: skipped }),
  'the cut of the last block': (files) => ({ ...files, truncate: skipped }),
  'the flush of the folder': (files) => ({
    ...files,
    syncFolder: (folder) => (folder.startsWith(`${path}/`) ? skipped() : files.syncFolder(folder)),
  }),
  'the flush of the folder of folders': (files) => ({
    ...files,
    syncFolder: (folder) => (folder === path ? skipped() : files.syncFolder(folder)),
  }),
  'the flush of what lies above': (files) => ({
    ...files,
    syncFolder: (folder) => (folder === '/' ? skipped() : files.syncFolder(folder)),
  }),
};

describe('fileBlobs when the power goes', () => {
  it('has every blob whose write resolved, and none whose delete did, at whatever step that was', async () => {
    expect((await lossesAt(Infinity, (files) => files)).steps).toBeGreaterThan(40);
    expect(await lossesAtAnyCut((files) => files)).toEqual([]);
  });

  for (const [name, change] of Object.entries(forgetting)) {
    it(`would lose some without ${name}`, async () => {
      expect(await lossesAtAnyCut(change)).not.toEqual([]);
    });
  }

  it('closes every file, also those that the power cut short', async () => {
    for (let cutAt = 1; cutAt <= 40; cutAt += 1) {
      const layer = forgetfulFiles({ cutAt });
      await work(layer.files, { written: new Set(), deleted: new Set() });
      expect([layer.opened, regions.held]).toEqual([0, 0]);
    }
  });
});

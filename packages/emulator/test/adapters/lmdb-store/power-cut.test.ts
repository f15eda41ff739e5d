import { describe, expect, it } from 'vitest';
import type { LmdbOpen } from '../../../src/adapters/lmdb-store/lmdb-layer.ts';
import { lmdbStore } from '../../../src/adapters/lmdb-store/lmdb-store.ts';
import { chooseCases, orderedStoreConformance } from '../../../src/conformance/index.ts';
import { bytes, textOf } from '../../../src/conformance/ordered-store/subject.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { passesSuite } from '../passes-suite.ts';
import { forgetfulLmdb, PowerCut, type ForgetfulLmdb } from './forgetful-lmdb.ts';

const lanes = ['a', 'b', 'c', 'd'];

/** What callers learned before the power went: the least number in a row, by key; and versions. */
class Told {
  readonly rows = new Map<string, number>();
  version = 0;

  note(key: string, least: number): void {
    this.rows.set(key, Math.max(least, this.rows.get(key) ?? 0));
  }
}

/** Each round sets two rows at once, reads one of another lane, and races another lane for an insert. */
async function runLane(store: OrderedStore, index: number, told: Told): Promise<void> {
  for (let round = 1; round <= 4; round += 1) {
    const pair = ['left', 'right'].map((side) => `${lanes[index]}/${side}`);
    const result = await store.commit({ sets: pair.map((key) => ({ key: bytes(key), value: bytes(String(round)) })) });
    for (const key of pair) told.note(key, round);
    if (result.ok) told.version = Math.max(told.version, result.version);
    const neighbour = `${lanes[(index + 1) % lanes.length]}/left`;
    const row = await store.get(bytes(neighbour));
    if (row !== undefined) told.note(neighbour, Number(textOf(row.value)));
    const race = `race ${round}/${index >> 1}`;
    await store.commit({ checks: [{ key: bytes(race), version: 'absent' }], sets: [{ key: bytes(race), value: bytes('1') }] });
    told.note(race, 1);
  }
}

/** What the rows found after the power cut do not hold although somebody was told so. */
async function losses(layer: ForgetfulLmdb, told: Told): Promise<string[]> {
  const store = lmdbStore({ path: 'unused', open: layer.afterPowerCut().open });
  const found = new Map((await store.range({ gte: bytes(''), lt: bytes('\xff'), limit: 1000 })).map((row) => [textOf(row.key), row]));
  const number = (key: string): number => Number(textOf(found.get(key)?.value ?? bytes('0')));
  const lost = [...told.rows].filter(([key, least]) => number(key) < least).map(([key, least]) => `${key}: ${number(key)}, not ${least}`);
  const torn = lanes.filter((lane) => number(`${lane}/left`) !== number(`${lane}/right`)).map((lane) => `${lane} is torn`);
  const next = await store.commit({ sets: [{ key: bytes('next'), value: bytes('') }] });
  const reused = next.ok && next.version > told.version ? [] : [`a version up to ${told.version} is used again`];
  return [...lost, ...torn, ...reused];
}

function ignorePowerCut(error: unknown): void {
  if (!(error instanceof PowerCut)) throw error;
}

async function runUntil(
  cutAt: number,
  change: (open: LmdbOpen) => LmdbOpen,
): Promise<{ readonly steps: number; readonly lost: readonly string[] }> {
  const layer = forgetfulLmdb({ cutAt });
  const told = new Told();
  const store = lmdbStore({ path: 'unused', open: change(layer.open) });
  await Promise.all(lanes.map((_, index) => runLane(store, index, told).catch(ignorePowerCut)));
  return { steps: layer.steps, lost: await losses(layer, told) };
}

async function lossesAtAnyCut(change: (open: LmdbOpen) => LmdbOpen): Promise<readonly string[]> {
  const { steps, lost } = await runUntil(Infinity, change);
  const all = [...lost];
  for (let cutAt = 1; cutAt <= steps; cutAt += 1) all.push(...(await runUntil(cutAt, change)).lost);
  return all;
}

describe('lmdbStore when the power goes', () => {
  it('has what commits, failed checks and reads told, at whatever step that was', async () => {
    expect((await runUntil(Infinity, (open) => open)).steps).toBeGreaterThan(20);
    expect(await lossesAtAnyCut((open) => open)).toEqual([]);
  });

  it('would lose some of it without waiting for the flush', async () => {
    expect(await lossesAtAnyCut((open) => (options) => open({ ...options, overlappingSync: true }))).not.toEqual([]);
    const unflushed = { noSync: true };
    expect(await lossesAtAnyCut((open) => (options) => open({ ...options, ...unflushed }))).not.toEqual([]);
  });
});

/** Shows that the layer is a fair stand-in, and lets two stores share rows in one process. */
describe('lmdbStore on the forgetful layer', () => {
  async function openSubject() {
    const { open } = forgetfulLmdb();
    const another = async () => lmdbStore({ path: 'unused', open });
    return { store: await another(), reopen: another, another, dispose: async () => undefined };
  }
  passesSuite(orderedStoreConformance, openSubject, ['reopen', 'share']);

  it('fails the cases about strict reads when it does not ask for fresh snapshots', async () => {
    const { open } = forgetfulLmdb();
    const stale: LmdbOpen = (options) => {
      const root = open(options);
      return { ...root, openDB: (tableOptions) => ({ ...root.openDB(tableOptions), resetReadTxn: () => undefined }) };
    };
    const another = async () => lmdbStore({ path: 'unused', open: stale });
    const strict = chooseCases(orderedStoreConformance, ['share']).find(({ name }) => name.startsWith('a read that starts after a commit'));
    await expect(strict?.run({ store: await another(), another, dispose: async () => undefined })).rejects.toThrow('get');
  });
});

import { toHex } from '@sse/core/primitives';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/domain/bucket-key.ts';
import type { ObjectBody, VersionRow } from '../../src/domain/object-rows.ts';
import type { Row } from '../../src/ports/ordered-store.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import { tamperedWorld, versionTables, type TamperedWorld, type VersionTable } from '../support/tampered-world.ts';
import { tellListing } from '../support/told-versions.ts';

/** In the order of `TamperedWorld.truth`: which reads rest on a row of each table, where rows are in the order of their keys, newest first. */
const READS = ['current', '4', '3', 'marker', '1', 'null'] as const;
/** Bodies are in rows for some, in blobs for others. */
const CASES = Object.entries(ENCRYPTIONS).map(([name, headers], index) => [name, headers, index % 2 === 0 ? 0 : 32_768] as const);

describe.each(CASES)('versions under %s', (name, headers, inlineLimit) => {
  let world: TamperedWorld;
  let truth: string[];
  beforeAll(async () => {
    world = await tamperedWorld(headers, inlineLimit);
    truth = world.truth.map(([, told]) => told);
  });
  afterEach(async () => {
    expect(await world.tell()).toEqual(truth);
    expect(await tellListing(world.process.services, 'first')).toBe(world.listing);
  });

  /** The reads that tell something else now, and what: nothing of what they tell may be another version or other bytes. */
  async function changed(allowed: readonly string[] = ['error']): Promise<string[]> {
    const told = await world.tell();
    const wrong = told.filter((text, index) => text !== truth[index] && !allowed.includes(text));
    expect(wrong).toEqual([]);
    return READS.filter((_, index) => told[index] !== truth[index]);
  }

  /** The reads that rest on a row of its own. */
  function readsOf(table: VersionTable, index: number, body: string | undefined): string[] {
    if (table === 'object') return ['current'];
    if (table === 'null-version') return ['null'];
    if (table === 'version') return [READS[index + 1] ?? ''];
    return body === '4' ? ['current', '4'] : [body ?? ''];
  }

  /** The version whose body a row is. */
  async function versionOfBody({ key }: Row): Promise<string | undefined> {
    for (const [index, row] of world.rows.version.own.entries()) {
      const value = await open<VersionRow>(row);
      if ('head' in value && toHex(value.head.versionId) === toHex(key.subarray(-16))) return READS[index + 1];
    }
    return undefined;
  }

  function open<T extends object>({ key, value }: Row): Promise<T> {
    return world.process.keys.rows.open<T>(openSession(), { scope: world.bucketId, key }, value);
  }

  async function reseal(key: Uint8Array, value: object): Promise<Uint8Array> {
    const local = await world.process.keys.liveKeys.local(openSession(), world.bucketId);
    return world.process.keys.rows.seal(local, key, value);
  }

  it('are told as they were written, before', () => {
    const texts = ['id: first  a version 4', 'id: first  a version 4', 'id: first  a version 3', 'marker'];
    expect(truth.map((text) => text.replace(/^[A-Z2-7]{39}/, 'id'))).toEqual([
      ...texts,
      'id: first  a version 1',
      'null: first  a version 0',
    ]);
    expect(new Set(truth.map((text) => text.split(':')[0])).size).toBe(5);
    expect(versionTables.map((table) => [world.rows[table].own.length, world.rows[table].all.length])).toEqual([
      [1, 4],
      [5, 20],
      [1, 4],
      [4, 16],
    ]);
  });

  it.each(versionTables)('of which a bit of a %s row is flipped are an error, and the others what they were', async (table) => {
    for (const [index, row] of world.rows[table].own.entries()) {
      const expected = readsOf(table, index, table === 'body' ? await versionOfBody(row) : undefined);
      for (let at = 0; at < row.value.length; at += at < 29 ? 4 : 23) {
        world.storage.flip = { name: toHex(row.key), at, bit: at % 8 };
        expect(await changed(), `${at} of ${row.value.length}`).toEqual(expected);
        if (table === 'version') expect(await tellListing(world.process.services, 'first')).toBe('error');
      }
      world.storage.flip = undefined;
    }
  });

  it.each(versionTables)('with the value of any other row in place of a %s row are an error', async (table) => {
    const values = versionTables.flatMap((each) => world.rows[each].all);
    for (const [index, row] of world.rows[table].own.entries()) {
      const expected = readsOf(table, index, table === 'body' ? await versionOfBody(row) : undefined);
      for (const other of values) {
        if (other.key === row.key) continue;
        await world.during(row, other.value, async () => expect(await changed()).toEqual(expected));
      }
    }
  });

  it.each(versionTables)('without a %s row are not found, or an error, never another version', async (table) => {
    for (const [index, row] of world.rows[table].own.entries()) {
      const expected = readsOf(table, index, table === 'body' ? await versionOfBody(row) : undefined);
      const told = table === 'body' ? 'error' : 'nothing';
      await world.during(row, undefined, async () => expect(await changed([told])).toEqual(expected));
    }
  });

  it('whose blobs changed places are an error', async () => {
    const bodies = await Promise.all(world.rows.body.own.map(open<ObjectBody>));
    const ids = bodies.flatMap(({ extents }) => (extents instanceof Uint8Array ? [] : extents.map(({ blobId }) => blobId)));
    expect(ids).toHaveLength(4);
    for (const [index, id] of ids.entries()) {
      const other = ids[(index + 1) % ids.length];
      if (id === undefined || other === undefined) {
        expect(inlineLimit).toBeGreaterThan(0);
        continue;
      }
      world.swapped.set(id, other);
      const body = world.rows.body.own[index] ?? expect.fail('no body');
      expect(await changed()).toEqual(readsOf('body', index, await versionOfBody(body)));
      world.swapped.clear();
    }
  });

  it('are what they were while an older head row is back at its place: that one is told under its own id, and nothing else', async () => {
    const [current] = world.rows.object.own;
    for (const [index, head] of world.heads.entries()) {
      await world.during(current ?? head, head.value, async () => {
        // What SECURITY.md says: a row that is rolled back to what it was is not noticed.
        const was = [...truth].toReversed().filter((text) => text !== 'marker')[index] ?? '';
        expect(await changed([was])).toEqual(head.value === world.heads.at(-1)?.value ? [] : ['current']);
        expect((await world.tell())[0]).toBe(was);
      });
    }
  });

  it('are not told as each other even by rows that are sealed anew', async () => {
    const { version, body } = world.rows;
    const contents = await Promise.all(version.own.map(open<VersionRow>));
    for (const [index, row] of version.own.entries()) {
      for (const [other, content] of contents.entries()) {
        if (other === index) continue;
        // Another version's row at this place is not the version that the id names.
        await world.during(row, await reseal(row.key, content), async () => expect(await changed(['nothing'])).toEqual([READS[index + 1]]));
      }
    }
    if (name === 'none') return; // No key binds bytes to a version there: the seal of the row does.
    for (const [index, row] of body.own.entries()) {
      const other = body.own[(index + 1) % body.own.length] ?? row;
      await world.during(row, await reseal(row.key, await open<ObjectBody>(other)), async () =>
        expect(await changed()).toEqual(readsOf('body', index, await versionOfBody(row))),
      );
    }
  });

  it('that a pointer names which is not the version null are not told as it', async () => {
    const [pointer] = world.rows['null-version'].own;
    if (pointer === undefined) throw new Error('no pointer');
    for (const [index, row] of world.rows.version.own.slice(0, -1).entries()) {
      const value = await open<VersionRow>(row);
      const { sequence } = ('head' in value ? value.head : value.marker).version;
      const resealed = await reseal(pointer.key, { sequence });
      await world.during(pointer, resealed, async () => expect(await changed(['nothing']), READS[index + 1]).toEqual(['null']));
    }
  });
});

import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditVersions } from '../support/audit-versions.ts';
import { blobIds, rowsOf, takeCensus } from '../support/blob-census.ts';
import { ENCRYPTIONS } from '../support/encryptions.ts';
import type { Place } from '../support/multipart.ts';
import { killedServer, type KilledServer } from '../support/killed-server.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { ask, type Answer } from '../support/signed-request.ts';
import { append, askVersion, copyWithin, listVersions, setVersioning } from '../support/versioned-requests.ts';

const HEADERS = Object.values(ENCRYPTIONS);
const CLIENTS = 5;
const ROUNDS = 8;
const bucket = 'killed';

/** A version that must be there: `undefined` for a delete marker. */
interface Version {
  readonly id: string;
  readonly body: Buffer | undefined;
}
/**
 * What may be of one name, which one client works on: all versions, newest first. Each entry is one possibility; a request that was not answered adds one.
 * An id that no answer told is `?`.
 */
type Possible = readonly (readonly Version[])[];

const known = new Map<string, Possible>();
let versioning: 'Enabled' | 'Suspended' = 'Enabled';
let victim: KilledServer;
let sequence = 0;
let acknowledged = 0;

beforeAll(async () => {
  victim = await killedServer('kill-versions');
});
afterAll(() => victim.remove());

/** Sends what turns the versions that are there into `after`, given the id that the answer names; before the answer both are possible. */
async function changing(
  name: string,
  send: () => Promise<Answer>,
  after: (before: readonly Version[], id: string) => readonly Version[],
): Promise<void> {
  const [before = []] = known.get(name) ?? [[]];
  known.set(name, [before, after(before, versioning === 'Suspended' ? 'null' : '?')]);
  const answer = await send();
  if (answer.status !== 200 && answer.status !== 204) throw new Error(`${name}: ${answer.status} ${answer.error?.Code}`);
  known.set(name, [after(before, String(answer.headers['x-oss-version-id']))]);
  acknowledged += 1;
}

/** A version on top; in a suspended bucket the former version null makes room for it. */
const onTop =
  (body: Buffer | undefined) =>
  (before: readonly Version[], id: string): readonly Version[] => [
    { id, body },
    ...before.filter((version) => id !== 'null' || version.id !== 'null'),
  ];

type Act = (place: Place, number: number) => Promise<void>;

const bodyOf = (number: number): Buffer => Buffer.alloc([300, 40_000, 120_000][number % 3] ?? 0, `body ${number} `);
const headersOf = (number: number): Readonly<Record<string, string>> => HEADERS[number % HEADERS.length] ?? {};
const of = ({ key }: Place): readonly Version[] => known.get(key)?.[0] ?? [];

const put: Act = (place, number) =>
  changing(
    place.key,
    () => ask(place.target, { method: 'PUT', ...place, headers: headersOf(number), body: bodyOf(number) }),
    onTop(bodyOf(number)),
  );

const remove: Act = (place) => changing(place.key, () => askVersion('DELETE', place), onTop(undefined));

const removeVersion: Act = async (place, number) => {
  const versions = of(place);
  const version = versions[number % Math.max(1, versions.length)];
  if (version === undefined) return put(place, number);
  return changing(
    place.key,
    () => askVersion('DELETE', place, version.id),
    (before) => before.filter((each) => each !== version),
  );
};

const restore: Act = async (place, number) => {
  const objects = of(place).filter(({ body }) => body !== undefined);
  const version = objects[number % Math.max(1, objects.length)];
  if (version === undefined) return put(place, number);
  return changing(place.key, () => copyWithin(place, place.key, version.id, headersOf(number)), onTop(version.body));
};

/** Its names are appended to only, and what is appended to is the newest version, at its place. */
const appendTo: Act = async (place, number) => {
  const own = { ...place, key: `${place.key} log` };
  const [newest] = of(own);
  if (newest !== undefined && number % 4 === 0) return changing(own.key, () => askVersion('DELETE', own), onTop(undefined));
  const former = newest?.body;
  const piece = bodyOf(number);
  const send = (): Promise<Answer> => append(own, former?.length ?? 0, piece, headersOf(number));
  if (former === undefined) return changing(own.key, send, onTop(piece));
  return changing(own.key, send, ([head, ...others]) => [{ id: head?.id ?? '', body: Buffer.concat([former, piece]) }, ...others]);
};

const ACTS: readonly Act[] = [put, put, appendTo, remove, put, restore, appendTo, removeVersion];

async function work(target: ServerProcess, client: number, killed: () => boolean): Promise<void> {
  while (!killed()) {
    sequence += 1;
    try {
      await ACTS[sequence % ACTS.length]?.({ target, bucket, key: `name ${client}-${sequence % 2}` }, sequence);
    } catch (error) {
      if (killed()) return;
      throw error;
    }
  }
}

/** Kills at some moment after a few writes went through. */
async function killedRound(round: number): Promise<void> {
  const server = await victim.start();
  await settle(server);
  versioning = round % 3 === 2 ? 'Suspended' : 'Enabled';
  await setVersioning(server, bucket, versioning);
  let killed = false;
  const wanted = acknowledged + 15;
  const busy = (): boolean => acknowledged < wanted;
  const clients = Array.from({ length: CLIENTS }, (_, client) => work(server, client, () => killed));
  const failed = Promise.all(clients).then(() => true);
  while (busy()) if (await Promise.race([failed, setTimeout(5)])) break;
  await setTimeout((round * 37) % 60);
  killed = true;
  await victim.end('SIGKILL');
  await Promise.all(clients);
}

const sha = (body: Buffer | undefined): string => (body === undefined ? 'marker' : createHash('sha256').update(body).digest('hex'));

/** The versions of a name as the server lists and gives them. */
async function stored(place: Place): Promise<Version[]> {
  const { Version, DeleteMarker } = await listVersions(place.target, bucket, [
    ['prefix', place.key],
    ['max-keys', '1000'],
  ]);
  const listed = await Promise.all(
    Version.filter(({ Key }) => Key === place.key).map(async ({ VersionId: id, Size }) => {
      const { status, body } = await askVersion('GET', place, id);
      expect([status, body.length], `${place.key} ${id}`).toEqual([200, Size]);
      return { id, body };
    }),
  );
  return [...listed, ...DeleteMarker.filter(({ Key }) => Key === place.key).map(({ VersionId: id }) => ({ id, body: undefined }))];
}

/** Requires that each name has the versions of one of its possibilities, and goes on from that one, with the ids that are there. */
async function settle(target: ServerProcess): Promise<void> {
  for (const [key, possible] of known) {
    const place = { target, bucket, key };
    const found = await stored(place);
    const ids = new Map(found.map((version) => [version.id, sha(version.body)]));
    const fits = possible.find((versions) => matches(versions, found));
    const told = possible.map((versions) => versions.map(({ id, body }) => `${id} ${sha(body).slice(0, 6)}`));
    expect(fits, `${key}: ${JSON.stringify([...ids])} is none of ${JSON.stringify(told)}`).toBeDefined();
    const unknown = found.find(({ id }) => !fits?.some((version) => version.id === id));
    const settled = (fits ?? []).map((version) => (version.id === '?' ? { ...version, id: unknown?.id ?? '' } : version));
    known.set(key, [settled]);
    await checkCurrent(place, settled[0]);
  }
}

function matches(versions: readonly Version[], found: readonly Version[]): boolean {
  if (versions.length !== found.length) return false;
  const left = new Map(found.map((version) => [version.id, sha(version.body)]));
  for (const { id, body } of versions) {
    if (id === '?') continue;
    if (left.get(id) !== sha(body)) return false;
    left.delete(id);
  }
  return versions.filter(({ id }) => id === '?').every(({ body }) => [...left.values()].includes(sha(body)));
}

/** The newest version is the latest one and what a read without an id gives. */
async function checkCurrent(place: Place, newest: Version | undefined): Promise<void> {
  const { Version, DeleteMarker } = await listVersions(place.target, bucket, [
    ['prefix', place.key],
    ['max-keys', '1000'],
  ]);
  const latest = [...Version, ...DeleteMarker].filter(({ Key, IsLatest }) => Key === place.key && IsLatest);
  expect(latest.map(({ VersionId }) => VersionId)).toEqual(newest === undefined ? [] : [newest.id]);
  const got = await askVersion('GET', place);
  if (newest?.body === undefined) expect(got.error?.Code).toBe('NoSuchKey');
  else expect([got.headers['x-oss-version-id'], got.body.equals(newest.body)]).toEqual([newest.id, true]);
  const ids = of(place).map(({ id }) => id);
  const order = Version.filter(({ Key }) => Key === place.key).map(({ VersionId }) => VersionId);
  expect(order, 'newest first').toEqual(ids.filter((id) => order.includes(id)));
}

describe('kill -9 while versions are made, removed, restored and appended to', () => {
  it('leaves every acknowledged version whole and in its place, and every other one whole or absent', async () => {
    const first = await victim.start();
    await ask(first, { method: 'PUT', bucket });
    await victim.end('SIGKILL');
    for (let round = 0; round < ROUNDS; round += 1) await killedRound(round);
    const target = await victim.start();
    await settle(target);
    const bodies = [...known.values()].flatMap(([versions = []]) => versions.filter(({ body }) => body !== undefined));
    expect(bodies.length).toBeGreaterThan(20);
    await victim.end('SIGTERM');
  }, 300_000);

  it('leaves rows that agree, and no blob that nothing names once the sweeper has been there', async () => {
    const { storage, process } = await victim.swept();
    const { store, blobs } = storage;
    await auditVersions({ store, process, bucket });
    const { kept, leaving } = await takeCensus({ store, blobs, process, bucket });
    expect([leaving, await rowsOf(store, 'job')]).toEqual([[], []]);
    expect(kept.length).toBeGreaterThan(10);
    expect(await blobIds(blobs)).toEqual(kept);
    await storage.close();
    const server = await victim.start();
    await settle(server);
    await victim.end('SIGTERM');
  }, 120_000);
});

import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobIds, rowsOf, takeCensus } from '../support/blob-census.ts';
import { beginUpload, completeUpload, uploadPart, type PartTag, type Place } from '../support/multipart.ts';
import { postForm } from '../support/posted-forms.ts';
import { killedServer, type KilledServer } from '../support/killed-server.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const HEADERS = [
  {},
  { 'x-oss-server-side-encryption': 'AES256' },
  { 'x-oss-server-side-encryption': 'KMS' },
  { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-data-encryption': 'SM4' },
] as const;
const CLIENTS = 5;
const ROUNDS = 12;
const bucket = 'killed';
/** What copies read: it is there from the beginning, and some of the copies replace it by itself. */
const SOURCE = Buffer.alloc(70_000, 'source ');

/** An upload whose parts were acknowledged, and of which no Complete was sent. */
interface Pending {
  readonly key: string;
  readonly uploadId: string;
  readonly tags: PartTag[];
  readonly body: Buffer;
}

/** By name: bodies that a read may give, by hash; the empty string for no object. */
const possible = new Map<string, Set<string>>();
const pending: Pending[] = [];
let victim: KilledServer;
let sequence = 0;
let acknowledged = 0;

beforeAll(async () => {
  victim = await killedServer('kill-uploads');
});
afterAll(() => victim.remove());

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Sends what makes `key` become `body`; what was there before may stay until it is acknowledged. */
async function replacing(key: string, body: Uint8Array, send: () => Promise<Answer>): Promise<void> {
  const bodies = possible.get(key) ?? new Set(['']);
  possible.set(key, bodies.add(sha(body)));
  const answer = await send();
  if (answer.status !== 200) throw new Error(`${key}: ${answer.status} ${answer.error?.Code}`);
  possible.set(key, new Set([sha(body)]));
  acknowledged += 1;
}

async function upload(target: ServerProcess, client: number): Promise<void> {
  sequence += 1;
  const number = sequence;
  const place: Place = { target, bucket, key: number % 2 === 0 ? `own/${client}` : `once/${number}` };
  const bodies = [102_400 + (number % 3), 110_000, 500].map((size, index) => Buffer.alloc(size, `${number} part ${index} `));
  const uploadId = await beginUpload(place, HEADERS[number % HEADERS.length]);
  const begun: Pending = { key: place.key, uploadId, tags: [], body: Buffer.concat(bodies) };
  const answers = await Promise.all(bodies.map((body, index) => uploadPart(place, uploadId, index + 1, body)));
  for (const [index, { headers }] of answers.entries()) begun.tags.push([index + 1, headers.etag ?? expect.fail('a part was not stored')]);
  if (number % 4 === 3) pending.push(begun);
  else await replacing(place.key, begun.body, () => completeUpload(place, uploadId, begun.tags));
}

async function copy(target: ServerProcess, client: number): Promise<void> {
  sequence += 1;
  const key = sequence % 3 === 0 ? 'source' : `copy/${client}-${sequence % 3}`;
  const headers = { ...HEADERS[sequence % HEADERS.length], 'x-oss-copy-source': `/${bucket}/source` };
  await replacing(key, SOURCE, () => ask(target, { method: 'PUT', bucket, key, headers }));
}

async function post(target: ServerProcess, client: number): Promise<void> {
  sequence += 1;
  const key = `posted/${client}-${sequence % 4}`;
  const body = Buffer.alloc(sequence % 3 === 0 ? 900 : 90_000, `${sequence} posted `);
  const fields = { ...HEADERS[sequence % HEADERS.length], key, success_action_status: '200' };
  await replacing(key, body, () => postForm(target, bucket, fields, { bytes: body }));
}

async function workUntilKilled(target: ServerProcess, client: number, killed: () => boolean): Promise<void> {
  while (!killed()) {
    try {
      await WORK[client % WORK.length]?.(target, client);
    } catch (error) {
      if (killed()) return;
      throw error;
    }
  }
}

const WORK = [upload, copy, post];

/** Kills at some moment after a few writes went through. */
async function killedRound(wait: number): Promise<void> {
  const server = await victim.start();
  let killed = false;
  const wanted = acknowledged + 4;
  const busy = (): boolean => acknowledged < wanted;
  const clients = Array.from({ length: CLIENTS }, (_, client) => workUntilKilled(server, client, () => killed));
  const failed = Promise.all(clients).then(() => true);
  while (busy()) if (await Promise.race([failed, setTimeout(5)])) break;
  await setTimeout(wait);
  killed = true;
  await victim.end('SIGKILL');
  await Promise.all(clients);
}

async function verify(target: ServerProcess): Promise<number> {
  let present = 0;
  for (const [key, bodies] of possible) {
    const got = await ask(target, { method: 'GET', bucket, key });
    if (got.status !== 200) expect(got.error?.Code).toBe('NoSuchKey');
    else present += 1;
    expect(bodies.has(got.status === 200 ? sha(got.body) : ''), `${key}: ${got.status}`).toBe(true);
  }
  return present;
}

describe('kill -9 during concurrent uploads in parts and copies', () => {
  it('leaves every object whole, and every acknowledged part for the Complete that comes later', async () => {
    const first = await victim.start();
    await ask(first, { method: 'PUT', bucket });
    await replacing('source', SOURCE, () => ask(first, { method: 'PUT', bucket, key: 'source', body: SOURCE }));
    await victim.end('SIGKILL');
    for (let round = 0; round < ROUNDS; round += 1) await killedRound((round * 37) % 60);
    const target = await victim.start();
    expect(await verify(target)).toBeGreaterThan(5);
    expect(pending.length).toBeGreaterThan(0);
    for (const { key, uploadId, tags, body } of pending)
      await replacing(key, body, () => completeUpload({ target, bucket, key }, uploadId, tags));
    await verify(target);
    await victim.end('SIGTERM');
  }, 300_000);

  it('leaves no blob that nothing names, once jobs and sweeper have been there', async () => {
    const { storage, process } = await victim.swept();
    const { store, blobs } = storage;
    const { kept, leaving } = await takeCensus({ store, blobs, process, bucket });
    expect([leaving, await rowsOf(store, 'job')]).toEqual([[], []]);
    expect(kept.length).toBeGreaterThan(5);
    expect(await blobIds(blobs)).toEqual(kept);
    await storage.close();
  }, 120_000);
});

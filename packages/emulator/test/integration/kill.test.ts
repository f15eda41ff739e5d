import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNode } from '../../src/node.ts';
import { localStorage } from '../../src/server/local-storage.ts';
import { silentLogger } from '../../src/server/logger.ts';
import { childrenOf, startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { ask, type Target } from '../support/signed-request.ts';

const HEADERS = [{}, { 'x-oss-server-side-encryption': 'AES256' }, { 'x-oss-server-side-encryption': 'KMS' }] as const;
const WRITERS = 6;
/** Names that every writer overwrites again and again; others are written once. */
const SHARED = 4;
/** Longest body that lies in a row. */
const INLINE = 32_664;

/** What clients know of one name: bodies that the server acknowledged or may have stored, by hash. */
interface Known {
  acknowledged: string | undefined;
  /** Sent after the last acknowledgement began: any of them may be visible. */
  readonly possible: Set<string>;
}

const known = new Map<string, Known>();
let folder: string;
let sequence = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-kill-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function putOnce(server: Target, writer: number): Promise<void> {
  sequence += 1;
  const key = sequence % 3 === 0 ? `shared/${writer}-${sequence % SHARED}` : `once/${sequence}`;
  const size = [200, 5_000, 40_000, 300_000][sequence % 4] ?? 0;
  const body = Buffer.alloc(size, `body ${sequence} `);
  const entry = known.get(key) ?? { acknowledged: undefined, possible: new Set<string>() };
  known.set(key, entry);
  entry.possible.add(sha(body));
  const answer = await ask(server, { method: 'PUT', bucket: 'killed', key, headers: HEADERS[sequence % HEADERS.length] ?? {}, body });
  if (answer.status !== 200) throw new Error(`put of ${key}: ${answer.status} ${answer.error?.Code}`);
  entry.acknowledged = sha(body);
  entry.possible.clear();
  entry.possible.add(sha(body));
}

/** Puts until the server is gone; whatever else fails is a failure. */
async function putUntilKilled(server: Target, writer: number, killed: () => boolean): Promise<void> {
  while (!killed()) {
    try {
      await putOnce(server, writer);
    } catch (error) {
      if (!killed() && !(error instanceof Error && 'code' in error)) throw error;
      if (killed()) return;
    }
  }
}

async function verify(server: Target): Promise<number> {
  let present = 0;
  for (const [key, { acknowledged, possible }] of known) {
    const got = await ask(server, { method: 'GET', bucket: 'killed', key });
    if (got.status === 200) {
      present += 1;
      expect(possible.has(sha(got.body)), `${key} is not a body that was sent`).toBe(true);
    } else {
      expect([acknowledged, got.error?.Code], key).toEqual([undefined, 'NoSuchKey']);
    }
  }
  return present;
}

async function killedRound(wait: number, server: ServerProcess): Promise<void> {
  let killed = false;
  const writers = Array.from({ length: WRITERS }, (_, writer) => putUntilKilled(server, writer, () => killed));
  await new Promise((waited) => setTimeout(waited, wait));
  killed = true;
  await server.end('SIGKILL');
  await Promise.all(writers);
}

describe('kill -9', () => {
  it('during concurrent puts, 50 rounds: what was acknowledged is there, nothing is half there', async () => {
    for (let round = 0; round < 50; round += 1) {
      const server = await startServerProcess(join(folder, 'data'));
      if (round === 0) await ask(server, { method: 'PUT', bucket: 'killed' });
      if (round % 10 === 9) await verify(server);
      await killedRound(20 + ((round * 37) % 160), server);
    }
    const server = await startServerProcess(join(folder, 'data'));
    expect(await verify(server)).toBeGreaterThan(100);
    await server.end('SIGTERM');
  }, 300_000);

  it('leaves no blob behind that nothing names, once the sweeper has been there', async () => {
    const storage = await localStorage(join(folder, 'data'));
    const later = Date.now() + 86_400_000;
    const rootKey = await readFile(join(folder, 'root.key'));
    const options = { ...storage, rootKey, region: 'r', strictRegion: false, baseDomains: [], cnames: {}, log: silentLogger };
    const node = await openNode({ ...options, now: () => later });
    await node.sweep();
    await openNode({ ...options, now: () => later + 86_400_000 }).then((afterGrace) => afterGrace.sweep());
    let blobs = 0;
    for await (const _ of storage.blobs.list()) blobs += 1;
    await storage.close();
    const server = await startServerProcess(join(folder, 'data'));
    let named = 0;
    for (const key of known.keys()) {
      const head = await ask(server, { method: 'HEAD', bucket: 'killed', key });
      if (head.status === 200 && Number(head.headers['content-length']) > INLINE) named += 1;
    }
    await server.end('SIGTERM');
    expect(named).toBeGreaterThan(10);
    expect(blobs).toBe(named);
  }, 120_000);

  it('of one worker of two: it is replaced, and nothing acknowledged is lost', async () => {
    known.clear();
    const server = await startServerProcess(join(folder, 'workers', 'data'), '--workers', '2');
    await ask(server, { method: 'PUT', bucket: 'killed' });
    const over = new AbortController();
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      while (!over.signal.aborted) await putOnce(server, writer).catch((error: unknown) => expect(error).toHaveProperty('code'));
    });
    for (let round = 0; round < 5; round += 1) {
      await new Promise((waited) => setTimeout(waited, 150));
      const [victim] = await childrenOf(server.pid);
      if (victim !== undefined) process.kill(victim, 'SIGKILL');
      await expect.poll(async () => (await childrenOf(server.pid)).filter((pid) => pid !== victim).length, { timeout: 20_000 }).toBe(2);
    }
    over.abort();
    await Promise.all(writers);
    await expect.poll(() => verify(server).catch(() => 0), { timeout: 20_000 }).toBeGreaterThan(20);
    await server.end('SIGTERM');
  }, 120_000);
});

import { Agent, request } from 'node:http';
import { presignV1 } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBlobs } from '../../src/adapters/memory-blobs.ts';
import { memoryStore } from '../../src/adapters/memory-store.ts';
import { openNode } from '../../src/node.ts';
import { runEmulator, type RunningEmulator } from '../../src/server/run-emulator.ts';
import { ask } from '../support/signed-request.ts';
import { tampering, type Flip } from '../support/tampering.ts';

const store = memoryStore();
const blobs = memoryBlobs();
const storage = tampering(store, blobs);
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let emulator: RunningEmulator;

beforeAll(async () => {
  const memoryStorage = () => ({ store: storage.store, blobs: storage.blobs, forgetDeadReaders() {}, close: () => Promise.resolve() });
  emulator = await runEmulator({ openNode, openStorage: () => Promise.reject(new Error('not used')), memoryStorage }, { sweepEvery: 0 });
  await ask(emulator, { method: 'PUT', bucket: 'flips' });
});
afterAll(async () => {
  agent.destroy();
  await emulator.close();
});

/** A GET whose connection may break in the middle, which is an error too: `undefined`. */
function fetchObject(key: string): Promise<{ status: number; body: Buffer } | undefined> {
  const expires = Math.floor(Date.now() / 1000) + 600;
  const query = presignV1({ method: 'GET', bucket: 'flips', key }, { credentials: emulator, expires });
  const path = `/flips/${key}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
  return new Promise((resolve) => {
    const outgoing = request({ host: emulator.host, port: emulator.port, path, agent }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.once('error', () => resolve(undefined));
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(pieces) }));
    });
    outgoing.once('error', () => resolve(undefined));
    outgoing.end();
  });
}

/** Reads with the flip in place: never anything but an error, or the true bytes where the flipped row has no part in the read. */
async function readFlipped(key: string, body: Buffer, flip: Flip): Promise<'error' | 'true bytes' | 'WRONG'> {
  storage.flip = flip;
  const got = await fetchObject(key);
  storage.flip = undefined;
  if (got === undefined || got.status >= 400) return 'error';
  return got.body.equals(body) ? 'true bytes' : 'WRONG';
}

async function allRows(): Promise<{ name: string; label: string; length: number }[]> {
  const rows = await store.range({ gte: new Uint8Array(0), lt: Uint8Array.of(0xff), limit: 10_000 });
  return rows.map(({ key, value }) => {
    const bytes = Buffer.from(key);
    return { name: bytes.toString('hex'), label: bytes.toString('latin1', 0, bytes.indexOf(0)), length: value.length };
  });
}

const OBJECTS = [
  { key: 'inline-aes', size: 300, headers: { 'x-oss-server-side-encryption': 'AES256' } },
  { key: 'inline-kms', size: 20_000, headers: { 'x-oss-server-side-encryption': 'KMS' } },
  { key: 'inline-plain', size: 300, headers: {} },
  { key: 'blob-sm4', size: 32_700, headers: { 'x-oss-server-side-encryption': 'SM4' } },
  { key: 'blob-kms', size: 32_700, headers: { 'x-oss-server-side-encryption': 'KMS' } },
  { key: 'blob-plain', size: 32_700, headers: {} },
] as const;

describe.each(OBJECTS)('one flipped bit anywhere under $key', ({ key, size, headers }) => {
  const body = Buffer.alloc(size, `body of ${key} `);

  it('gives an error, never wrong bytes', async () => {
    const before = new Set((await allRows()).map(({ name }) => name));
    const put = await ask(emulator, { method: 'PUT', bucket: 'flips', key, headers, body });
    expect(put.status).toBe(200);
    const outcomes = new Map<string, Set<string>>();
    for (const { name, label, length } of await allRows()) {
      const own = !before.has(name) || label === 'bucket' || label === 'document' || label === 'bucket-key';
      for (let at = 0; own && at < length; at += 1) {
        const outcome = await readFlipped(key, body, { name, at, bit: at % 8 });
        outcomes.set(label, (outcomes.get(label) ?? new Set()).add(outcome));
      }
    }
    expect([...outcomes.values()].flatMap((found) => [...found])).not.toContain('WRONG');
    expect([...(outcomes.get('object') ?? [])]).toEqual(['error']);
    expect([...(outcomes.get('body') ?? [])]).toEqual(['error']);
    expect(await fetchObject(key)).toEqual({ status: 200, body });
  });

  it.runIf(key.startsWith('blob'))('gives an error for every byte of the blob', async () => {
    const ids: string[] = [];
    for await (const id of blobs.list()) ids.push(id);
    let flips = 0;
    const unlike = new Set<string>();
    for (const id of ids) {
      const reader = await blobs.read(id);
      const length = (await reader?.read(new Uint8Array(64 * 1024))) ?? 0;
      await reader?.close();
      const first = await readFlipped(key, body, { name: id, at: 100, bit: 0 });
      if (first === 'true bytes') continue;
      for (let at = 0; at < length; at += 1, flips += 1) unlike.add(await readFlipped(key, body, { name: id, at, bit: at % 8 }));
    }
    expect(flips).toBeGreaterThan(size - 1);
    expect([...unlike]).toEqual(['error']);
  });
});

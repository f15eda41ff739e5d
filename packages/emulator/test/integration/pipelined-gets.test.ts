import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '../../src/ports/blob-store.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { exchange, openRaw, repliesIn, say, signedHead } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

const body = Buffer.alloc(3 << 20, 'body of a large object ');
const md5 = (bytes: string): string => createHash('md5').update(bytes, 'latin1').digest('hex');

/** How many blobs are open now, and were at most. */
const readers = { open: 0, most: 0, opened: 0 };

function counted(blobs: BlobStore): BlobStore {
  return {
    ...blobs,
    async read(id, range) {
      const reader = await blobs.read(id, range);
      if (reader === undefined) return undefined;
      readers.opened += 1;
      readers.open += 1;
      readers.most = Math.max(readers.most, readers.open);
      let closed = false;
      return {
        read: (into) => reader.read(into),
        async close() {
          if (!closed) readers.open -= 1;
          closed = true;
          await reader.close();
        },
      };
    },
  };
}

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected({}, counted);
  await ask(emulator, { method: 'PUT', bucket: 'ahead' });
  await ask(emulator, { method: 'PUT', bucket: 'ahead', key: 'large', headers: { 'x-oss-server-side-encryption': 'AES256' }, body });
});
afterAll(() => emulator.close());
beforeEach(() => void Object.assign(readers, { most: 0, opened: 0 }));

const get = (headers: Readonly<Record<string, string>> = {}): string =>
  signedHead(emulator, { method: 'GET', bucket: 'ahead', key: 'large', headers });

describe('GETs of a large object that come together on one connection', () => {
  it('read one body at a time, and all bodies are right', async () => {
    const text = await exchange(await openRaw(emulator), [get().repeat(11) + get({ connection: 'close' })]);
    const replies = repliesIn(text);
    expect(replies.map((reply) => md5(reply.body))).toEqual(Array.from({ length: 12 }, () => md5(body.toString('latin1'))));
    expect(readers).toEqual({ open: 0, most: 1, opened: expect.any(Number) });
  });

  it('let go of everything when the client goes, and read no more', async () => {
    const connection = await openRaw(emulator);
    connection.socket.pause();
    await say(connection, [get().repeat(500)]);
    await expect.poll(() => readers.opened).toBeGreaterThan(0);
    connection.reset();
    await expect.poll(() => readers.open).toBe(0);
    await ask(emulator, { method: 'HEAD', bucket: 'ahead', key: 'large' });
    // Two for each reply that fits the buffers of a connection, which are far from 500.
    expect(readers.opened).toBeLessThan(40);
  });
});

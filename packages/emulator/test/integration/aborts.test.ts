import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signV1Header } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger, type Logger } from '../../src/server/logger.ts';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask } from '../support/signed-request.ts';

/** More than the buffers of a connection hold. */
const SIZE = 24 << 20;
const ENCRYPTIONS = { none: {}, AES256: { 'x-oss-server-side-encryption': 'AES256' } } as const;

let folder: string;
let emulator: RunningEmulator;
let logged = 0;
const log: Logger = { ...silentLogger, info: () => void (logged += 1) };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-aborts-'));
  emulator = await startEmulator({ folder, log });
  await ask(emulator, { method: 'PUT', bucket: 'aborts' });
  for (const [key, headers] of Object.entries(ENCRYPTIONS))
    await ask(emulator, { method: 'PUT', bucket: 'aborts', key, headers, body: Buffer.alloc(SIZE, 'x') });
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

/** Files of blobs that this process has open, also removed ones. */
async function openBlobs(): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((file) => readlink(`/proc/self/fd/${file}`).catch(() => ''));
  return (await Promise.all(links)).filter(
    (path) => path.startsWith(`${folder}/data/blobs/`) && /\/[0-9a-f]{32}( \(deleted\))?$/.test(path),
  ).length;
}

describe('requests that end badly', () => {
  it.runIf(process.platform === 'linux').each(Object.entries(ENCRYPTIONS))(
    'leave no file open: clients that stall and go in the middle of an object (%s)',
    async (key, headers) => {
      const clients = [
        await begin('GET', key),
        await begin('GET', key),
        await begin('PUT', 'gone', headers, `content-length: ${SIZE}\r\n`),
      ];
      clients[2]?.write(Buffer.alloc(SIZE / 2));
      await expect.poll(openBlobs, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
      for (const client of clients) client.resetAndDestroy();
      await expect.poll(openBlobs, { timeout: 20_000 }).toBe(0);
    },
  );

  it.each(['AES256', 'KMS'])('come to an end when the client goes before its body is wanted (%s)', async (algorithm) => {
    const buckets = Array.from({ length: 10 }, (_, index) => `gone-${algorithm.toLowerCase()}-${index}`);
    for (const bucket of buckets) await ask(emulator, { method: 'PUT', bucket });
    const before = logged;
    const headers = { 'x-oss-server-side-encryption': algorithm };
    for (const bucket of buckets) {
      const client = await begin('PUT', 'k', headers, 'content-length: 100000\r\n', bucket);
      await new Promise((waited) => setImmediate(waited));
      client.resetAndDestroy();
    }
    await expect.poll(() => logged - before, { timeout: 10_000 }).toBe(buckets.length);
  });

  it('keeps metadata out of what objects inherit', async () => {
    await ask(emulator, { method: 'PUT', bucket: 'aborts', key: 'odd', headers: { constructor: 'x' }, body: 'odd' });
    expect((await ask(emulator, { method: 'GET', bucket: 'aborts', key: 'odd' })).body.toString()).toBe('odd');
  });
});

/** Sends the head of a request and takes nothing of the answer. */
async function begin(method: string, key: string, headers: Record<string, string> = {}, length = '', bucket = 'aborts'): Promise<Socket> {
  const signed = { ...headers, ...signV1Header({ method, bucket, key, headers }, { credentials: emulator, now: Date.now() }) };
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(emulator.port, emulator.host);
  await new Promise((connected) => socket.once('connect', connected));
  await new Promise((written) =>
    socket.write(`${method} /${bucket}/${key} HTTP/1.1\r\nhost: x\r\n${lines.join('')}${length}\r\n`, written),
  );
  return socket;
}

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signV1Header } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger, type Logger } from '../../src/server/logger.ts';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask } from '../support/signed-request.ts';

let folder: string;
let emulator: RunningEmulator;
let logged = 0;
const log: Logger = { ...silentLogger, info: () => void (logged += 1) };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sse-aborts-'));
  emulator = await startEmulator({ folder, log });
  await ask(emulator, { method: 'PUT', bucket: 'aborts' });
  await ask(emulator, { method: 'PUT', bucket: 'aborts', key: 'large', body: Buffer.alloc(3 << 20, 'x') });
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const openFiles = async (): Promise<number> => (await readdir('/proc/self/fd')).length;

describe('requests that end badly', () => {
  it.runIf(process.platform === 'linux')('leave no file open: a reply header that cannot be sent, and clients that go', async () => {
    const before = await openFiles();
    for (let round = 0; round < 20; round += 1) {
      const query = [['response-content-type', 'a\u0001b']] as const;
      expect((await ask(emulator, { method: 'GET', bucket: 'aborts', key: 'large', query })).error?.Code).toBe('InvalidArgument');
      await startAndReset('GET', 'large', {}, '');
    }
    await expect.poll(openFiles, { timeout: 10_000 }).toBeLessThanOrEqual(before + 2);
  });

  it.each(['AES256', 'KMS'])('come to an end when the client goes before its body is wanted (%s)', async (algorithm) => {
    const buckets = Array.from({ length: 10 }, (_, index) => `gone-${algorithm.toLowerCase()}-${index}`);
    for (const bucket of buckets) await ask(emulator, { method: 'PUT', bucket });
    const before = logged;
    const headers = { 'x-oss-server-side-encryption': algorithm };
    for (const bucket of buckets) await startAndReset('PUT', 'k', headers, 'content-length: 100000\r\n', bucket);
    await expect.poll(() => logged - before, { timeout: 10_000 }).toBe(buckets.length);
  });

  it('keeps metadata out of what objects inherit', async () => {
    await ask(emulator, { method: 'PUT', bucket: 'aborts', key: 'odd', headers: { constructor: 'x' }, body: 'odd' });
    expect((await ask(emulator, { method: 'GET', bucket: 'aborts', key: 'odd' })).body.toString()).toBe('odd');
  });
});

/** Sends the head of a request and cuts the connection at once. */
async function startAndReset(
  method: string,
  key: string,
  headers: Record<string, string>,
  length: string,
  bucket = 'aborts',
): Promise<void> {
  const signed = { ...headers, ...signV1Header({ method, bucket, key, headers }, { credentials: emulator, now: Date.now() }) };
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(emulator.port, emulator.host);
  await new Promise((connected) => socket.once('connect', connected));
  await new Promise((written) =>
    socket.write(`${method} /${bucket}/${key} HTTP/1.1\r\nhost: x\r\n${lines.join('')}${length}\r\n`, written),
  );
  await new Promise((waited) => setImmediate(waited));
  socket.resetAndDestroy();
}

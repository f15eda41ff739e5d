import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { presignV1 } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';

const SIZE = 5 * (1 << 20) + 12_345;
const fixture = (name: string): Promise<string> => readFile(new URL(`../server/fixtures/${name}`, import.meta.url), 'utf8');

/** Every 4 bytes say where they are and whose they are, so that bytes of another client or place cannot pass. */
function bodyOf(owner: number): Buffer {
  const body = Buffer.alloc(SIZE);
  for (let at = 0; at + 4 <= SIZE; at += 4) body.writeUInt32LE((at * 8 + owner) >>> 0, at);
  return body;
}

/** Sends a presigned request to the bucket `slow`, or to a key in it, and gives the reply once its headers are there. */
function begin(
  emulator: RunningEmulator,
  method: string,
  key: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<IncomingMessage> {
  const expires = Math.floor(Date.now() / 1000) + 600;
  const query = presignV1({ method, bucket: 'slow', key, headers }, { credentials: emulator, expires });
  const path = `/slow/${key}?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
  const length = method === 'PUT' ? { 'content-length': String(body?.length ?? 0) } : {};
  const options = {
    host: emulator.host,
    port: emulator.port,
    method,
    path,
    headers: { ...headers, ...length },
    agent: false,
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const request = emulator.endpoint.startsWith('https:') ? httpsRequest : httpRequest;
    request(options, resolve).once('error', reject).end(body);
  });
}

async function putAll(emulator: RunningEmulator, keys: readonly string[], headers: Record<string, string>): Promise<void> {
  const answers = await Promise.all(keys.map((key) => begin(emulator, 'PUT', key, headers, bodyOf(Number(key)))));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(keys.map(() => 200));
  for (const answer of answers) answer.resume();
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Reads the whole body; `pauseMs` before each of the first pieces makes a client that stalls. */
async function readAll(incoming: IncomingMessage, pauseMs: number): Promise<string> {
  const pieces: Buffer[] = [];
  let pauses = pauseMs === 0 ? 0 : 8;
  for await (const piece of incoming) {
    pieces.push(Buffer.from(piece as Buffer));
    if (pauses-- > 0) await new Promise((waited) => setTimeout(waited, pauseMs));
  }
  return md5(Buffer.concat(pieces));
}

describe.each(['http', 'https'])('many clients over %s', (scheme) => {
  let emulator: RunningEmulator;
  beforeAll(async () => {
    const tls = { cert: await fixture('localhost-cert.pem'), key: await fixture('localhost-key.pem') };
    emulator = await startEmulator(scheme === 'https' ? { tls } : {});
    (await begin(emulator, 'PUT', '')).resume();
  });
  afterAll(() => emulator.close());

  it.each([
    ['none', {}],
    ['AES256', { 'x-oss-server-side-encryption': 'AES256' }],
  ])('some stalled, some gone: each gets its own bytes (%s)', async (_, headers) => {
    const keys = ['1', '2', '3', '4', '5', '6'];
    await putAll(emulator, keys, headers);
    const readers = keys.flatMap((key) =>
      [0, 15, -1].map(async (pause) => {
        const incoming = await begin(emulator, 'GET', key, {});
        if (pause >= 0) return expect(await readAll(incoming, pause)).toBe(md5(bodyOf(Number(key))));
        await new Promise((waited) => incoming.once('data', waited));
        incoming.destroy();
      }),
    );
    await Promise.all(readers);
  });
});

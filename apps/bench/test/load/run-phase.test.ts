import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { crc64 } from '@sse/core/primitives';
import { describe, expect, it } from 'vitest';
import type { LoadOutcome, LoadPhase } from '../../src/load/load-phase.ts';
import { createPattern } from '../../src/load/pattern.ts';
import { runPhase } from '../../src/load/run-phase.ts';

const pattern = createPattern(randomBytes(400_009));
const contents = (key: number, size: number): Buffer => Buffer.concat([...pattern.pieces(key, size)]);
const limits = { seconds: 0, least: 12, most: 12 };
const small: Omit<LoadPhase, 'host' | 'port'> = {
  method: 'GET',
  targets: ['/0', '/1', '/2'],
  objects: 3,
  size: 1000,
  headers: {},
  encryption: 'AES256',
  connections: 2,
  limits,
  checkEvery: 1,
  checkCrc64: false,
};

/** Runs a phase against a server that answers as `listener` does. */
async function runAgainst(listener: RequestListener, phase: Omit<LoadPhase, 'host' | 'port'>): Promise<LoadOutcome> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await runPhase({ ...phase, host: '127.0.0.1', port: (server.address() as AddressInfo).port }, pattern);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Answers GETs rightly. */
const right: RequestListener = (request, response) => {
  const body = contents(Number(request.url?.slice(1)), small.size);
  response.writeHead(200, { 'Content-Length': body.length, 'x-oss-server-side-encryption': 'AES256' }).end(body);
};

describe('runPhase', () => {
  it('counts and checks right answers', async () => {
    const outcome = await runAgainst(right, { ...small, checkEvery: 3 });
    expect(outcome).toMatchObject({ requests: 12, errors: 0, checked: 4, problems: [] });
    expect(outcome.p50).toBeGreaterThan(0);
    expect(outcome.p99).toBeGreaterThanOrEqual(outcome.p50);
  });

  it.each([100, 700_000])('puts bodies of %d bytes as the pattern has them', async (size) => {
    const bodies: Buffer[] = [];
    const outcome = await runAgainst(
      (request, response) => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => pieces.push(piece));
        request.on('end', () => {
          bodies[Number(request.url?.slice(1))] = Buffer.concat(pieces);
          response.writeHead(200, { 'Content-Length': 0 }).end();
        });
      },
      { ...small, method: 'PUT', size, encryption: undefined },
    );
    expect(outcome).toMatchObject({ requests: 12, errors: 0, checked: 12 });
    for (const key of [0, 1, 2]) expect(bodies[key]?.equals(contents(key, size))).toBe(true);
  });

  it('puts the parts of an object in their order', async () => {
    const parts: Buffer[] = [];
    const outcome = await runAgainst(
      (request, response) => {
        request.on('data', (piece: Buffer) => (parts[Number(request.url?.slice(1))] ??= Buffer.concat([piece])));
        request.on('end', () => response.writeHead(200, { 'Content-Length': 0 }).end());
      },
      { ...small, method: 'PUT', targets: ['/0', '/1', '/2', '/3'], objects: 2, encryption: undefined },
    );
    expect(outcome).toMatchObject({ requests: 12, errors: 0 });
    for (const object of [0, 1])
      expect(Buffer.concat([0, 2].map((part) => parts[object + part] ?? Buffer.of()))).toEqual(contents(object, 2000));
  });

  it.each([
    ['the CRC-64 of what was put', (body: Buffer) => crc64(0n, body).toString(), 0],
    ['another CRC-64', (body: Buffer) => crc64(1n, body).toString(), 12],
    ['no CRC-64', () => undefined, 12],
  ])('checks %s', async (_, crcOf, errors) => {
    const outcome = await runAgainst(
      (request, response) => {
        const body = contents(Number(request.url?.slice(1)), small.size);
        const crc = crcOf(body);
        const headers = { 'Content-Length': body.length, 'x-oss-server-side-encryption': 'AES256' };
        response.writeHead(200, crc === undefined ? headers : { ...headers, 'x-oss-hash-crc64ecma': crc }).end(body);
      },
      { ...small, checkCrc64: true },
    );
    expect(outcome).toMatchObject({ errors, requests: 12 - errors });
  });

  const wrong: [string, RegExp, RequestListener][] = [
    ['another status', /answered 403: denied/, (_request, response) => response.writeHead(403, { 'Content-Length': 6 }).end('denied')],
    [
      'a shorter body',
      /expected a body of 1000 bytes, got 3/,
      (_request, response) => response.writeHead(200, { 'Content-Length': 3 }).end('abc'),
    ],
    [
      'wrong bytes',
      /differs from what was put/,
      (_request, response) =>
        response.writeHead(200, { 'Content-Length': small.size, 'x-oss-server-side-encryption': 'AES256' }).end(Buffer.alloc(small.size)),
    ],
    [
      'another encryption',
      /expected encryption AES256, got none/,
      (request, response) =>
        response.writeHead(200, { 'Content-Length': small.size }).end(contents(Number(request.url?.slice(1)), small.size)),
    ],
    ['a closed connection', /ended the connection|ECONNRESET|hang up/, (request) => request.socket.destroy()],
    [
      'half an answer',
      /ended the connection|ECONNRESET/,
      (request, response) => response.writeHead(200, { 'Content-Length': small.size }).write('half', () => request.socket.destroy()),
    ],
  ];
  it.each(wrong)('counts %s as an error', async (_, problem, listener) => {
    const outcome = await runAgainst(listener, small);
    expect(outcome).toMatchObject({ requests: 0, errors: 12, checked: 0 });
    expect(outcome.problems).toHaveLength(5);
    expect(outcome.problems[0]).toMatch(problem);
  });

  it('counts an answer that comes before the body is sent as an error', async () => {
    const outcome = await runAgainst((_request, response) => response.writeHead(200, { 'Content-Length': 0 }).end(), {
      ...small,
      method: 'PUT',
      size: 64 << 20,
      limits: { seconds: 0, least: 1, most: 1 },
      connections: 1,
      encryption: undefined,
    });
    expect(outcome).toMatchObject({ errors: 1, problems: [expect.stringContaining('before the body was sent')] });
  });

  it('gives up on a server that answers nothing but errors', async () => {
    const endless = { seconds: 60, least: 1, most: Infinity };
    const outcome = await runAgainst((_request, response) => response.writeHead(500, { 'Content-Length': 0 }).end(), {
      ...small,
      limits: endless,
    });
    expect(outcome.errors).toBeGreaterThanOrEqual(50);
    expect(outcome.errors).toBeLessThan(60);
  });

  it('sends no more than the most number of requests', async () => {
    expect(await runAgainst(right, { ...small, limits: { seconds: 60, least: 1, most: 7 } })).toMatchObject({ requests: 7 });
  });

  it('sends the least number of requests when time is short and stops in time when there is no most', async () => {
    expect(await runAgainst(right, { ...small, limits: { seconds: 0, least: 5, most: 50 } })).toMatchObject({ requests: 5 });
    const timed = await runAgainst(right, { ...small, limits: { seconds: 0.05, least: 0, most: Infinity } });
    expect(timed.requests).toBeGreaterThan(0);
  });

  it('rejects when nobody listens', async () => {
    await expect(runPhase({ ...small, host: '127.0.0.1', port: 1 }, pattern)).rejects.toThrow('ECONNREFUSED');
  });
});

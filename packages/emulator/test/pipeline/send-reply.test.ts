import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/pipeline/reply.ts';
import { replySender } from '../../src/pipeline/send-reply.ts';

const MIB = 1 << 20;
const BATCHES = 64;
const common = { requestId: 'id', serverTime: 0 };

/** A connection to a client that takes nothing until it is told to. */
class StalledSocket extends Duplex {
  received = 0;
  #stalled: (() => void) | undefined;
  #takes = false;

  override _read(): void {}
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.received += chunk.length;
    if (this.#takes) done();
    else this.#stalled = done;
  }
  takeAll(): void {
    this.#takes = true;
    this.#stalled?.();
  }
}

let socket: StalledSocket;
let response: ServerResponse;
let taken: number;
let closed: number;
let reply: Reply;

beforeEach(() => {
  socket = new StalledSocket();
  response = new ServerResponse(new IncomingMessage(socket as unknown as Socket));
  response.assignSocket(socket as unknown as Socket);
  // As node's server does for a socket of its own.
  socket.on('drain', () => response.emit('drain'));
  taken = 0;
  closed = 0;
  const close = async (): Promise<void> => void (closed += 1);
  reply = { status: 200, body: { length: BATCHES * MIB, batches: batches(), close } };
});

async function* batches(): AsyncGenerator<Uint8Array[]> {
  while (taken < BATCHES) {
    taken += 1;
    yield [Buffer.alloc(MIB / 2), Buffer.alloc(MIB / 2)];
  }
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 100; turns += 1) await turn();
}

describe('a reply in batches', () => {
  it('is not read on while the client takes nothing, and goes on when it does', async () => {
    const sent = replySender()(response, reply, common, false);
    await settle();
    expect([taken, closed]).toEqual([1, 0]);
    socket.takeAll();
    await sent;
    await settle();
    expect([taken, closed, response.writableFinished]).toEqual([BATCHES, 1, true]);
    expect(socket.received).toBeGreaterThan(BATCHES * MIB);
  });

  it('ends when the client goes while it takes nothing', async () => {
    const sent = replySender()(response, reply, common, false);
    await settle();
    socket.destroy();
    await sent;
    expect(closed).toBe(1);
    expect(taken).toBeLessThanOrEqual(2);
  });

  it('is closed when its headers cannot be sent', async () => {
    const sent = replySender()(response, { ...reply, headers: { 'x-odd': 'a\u0001b' } }, common, false);
    await expect(sent).rejects.toThrow(/Invalid character/);
    expect([taken, closed]).toEqual([0, 1]);
  });
});

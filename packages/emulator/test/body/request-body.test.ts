import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { requestBody } from '../../src/body/request-body.ts';

const LENGTH = 8 << 20;
const PIECE = 64 << 10;

/** A request whose socket gives bytes whenever it is let. */
function endlessly(): { request: IncomingMessage; given: () => number } {
  let given = 0;
  const readable = new Readable({
    highWaterMark: PIECE,
    read() {
      given += PIECE;
      this.push(given > LENGTH ? null : Buffer.alloc(PIECE, given / PIECE));
    },
  });
  const request = Object.assign(readable, { headers: { 'content-length': `${LENGTH}` }, socket: { destroyed: false } });
  return { request: request as unknown as IncomingMessage, given: () => given };
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 500; turns += 1) await turn();
}

describe('a request body', () => {
  it('is not read before anybody wants it, and pauses its socket while nobody takes what came', async () => {
    const { request, given } = endlessly();
    const body = requestBody(request);
    await settle();
    expect([given(), body.queued]).toEqual([0, 0]);
    await body.ready(1);
    await settle();
    expect([body.queued, given()]).toEqual([1 << 20, (1 << 20) + PIECE]);
    const first = Buffer.alloc(1000);
    body.take(first);
    await settle();
    expect(body.queued).toBeGreaterThanOrEqual(1 << 20);
    const taken = [first];
    for (let into = Buffer.alloc(300_000); !body.ended || body.queued > 0; into = Buffer.alloc(300_000)) {
      await body.ready(into.length);
      expect(body.queued).toBeLessThan((1 << 20) + PIECE);
      taken.push(into.subarray(0, body.take(into)));
    }
    const pieces = Array.from({ length: LENGTH / PIECE }, (_, index) => Buffer.alloc(PIECE, index + 1));
    expect(Buffer.concat(taken).equals(Buffer.concat(pieces))).toBe(true);
  });
});

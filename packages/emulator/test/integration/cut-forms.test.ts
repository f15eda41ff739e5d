import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/server/logger.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { cutAt } from '../support/packet-body.ts';
import { BOUNDARY, formBody, policyOf, signedV1 } from '../support/posted-forms.ts';
import { exchange, openRaw, repliesIn, say } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

const bucket = 'cut-forms';
const SIZES = { 'into a row': 300, 'into a blob': 300_000 };

let emulator: InspectedEmulator;
let clock = Math.floor(Date.now() / 1000) * 1000;
let logged = 0;
let before: string;
beforeAll(async () => {
  emulator = await startInspected({ sweepEvery: 0, clock: () => clock, log: { ...silentLogger, info: () => void (logged += 1) } });
  await ask(emulator, { method: 'PUT', bucket, signedAt: clock });
  for (const size of Object.values(SIZES)) expect(await post(whole(size))).toBe(204);
});
afterAll(() => emulator.close());
beforeEach(async () => void (before = await settled()));

const bodyOf = (size: number): Buffer =>
  formBody(
    { ...signedV1(emulator, policyOf([], clock)), key: 'k', 'x-oss-server-side-encryption': 'AES256' },
    { bytes: Buffer.alloc(size, `\r\n--${BOUNDARY.slice(0, -1)}`) },
  );

interface Framed {
  readonly head: string;
  readonly body: Buffer;
}

function headOf(framing: string): string {
  return `POST /${bucket} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n${framing}\r\n\r\n`;
}

function whole(size: number): Framed {
  const body = bodyOf(size);
  return { head: headOf(`Connection: close\r\nContent-Length: ${body.length}`), body };
}

const latin1 = (pieces: readonly Uint8Array[]): string[] => pieces.map((piece) => Buffer.from(piece).toString('latin1'));

async function post({ head, body }: Framed, borders: readonly number[] = []): Promise<number | undefined> {
  const heard = await exchange(await openRaw(emulator), latin1([Buffer.from(head), ...cutAt(body, borders)]));
  return repliesIn(heard)[0]?.status;
}

/** What is stored once nothing is left of what was given up. */
async function settled(): Promise<string> {
  clock += 3 * 60_000;
  await emulator.node.sweep();
  return emulator.stored();
}

describe.each(Object.entries(SIZES))('a form whose file goes %s', (_, size) => {
  it('is stored as it was sent, in any packets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(size + 1000), { maxLength: 12 }), async (borders) => {
        expect(await post(whole(size), borders)).toBe(204);
      }),
      { numRuns: 20 },
    );
    const { body } = await ask(emulator, { method: 'GET', bucket, key: 'k', signedAt: clock });
    expect(body.equals(Buffer.alloc(size, `\r\n--${BOUNDARY.slice(0, -1)}`))).toBe(true);
  });

  it('is not stored where the client ends its side before the end of it', async () => {
    const { head, body } = whole(size);
    const cuts = fc.integer({ min: 1, max: body.length });
    await fc.assert(
      fc.asyncProperty(cuts, async (missing) => {
        const heard = await exchange(await openRaw(emulator), latin1([Buffer.from(head), body.subarray(0, -missing)]), 'half-close');
        expect(repliesIn(heard).map(({ status, error }) => [status, error?.Code])).toEqual([[400, 'IncompleteBody']]);
      }),
      { numRuns: 20, examples: [[1], [2], [3], [4], [5]] },
    );
    expect(await settled()).toBe(before);
  });

  it('is not stored where the last chunk is missing, though the form is whole', async () => {
    const body = bodyOf(size);
    const pieces = [headOf('Transfer-Encoding: chunked'), `${body.length.toString(16)}\r\n`, body.toString('latin1'), '\r\n'];
    const heard = await exchange(await openRaw(emulator), pieces, 'half-close');
    expect(repliesIn(heard).map(({ error }) => error?.Code)).toEqual(['IncompleteBody']);
    expect(await settled()).toBe(before);
  });

  it.each([1, 40, size, size + 200])('is not stored where the connection breaks %i bytes before the end', async (missing) => {
    const { head, body } = whole(size);
    const ended = logged;
    const connection = await openRaw(emulator);
    await say(connection, latin1([Buffer.from(head), body.subarray(0, -missing)]));
    connection.reset();
    await expect.poll(() => logged, { interval: 2, timeout: 10_000 }).toBe(ended + 1);
    expect(await settled()).toBe(before);
  });
});

import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/server/logger.ts';
import type { TlsMaterial } from '../../src/server/tls-files.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { exchange, openRaw, repliesIn, say, signedHead, type RawAsk, type RawReply } from '../support/raw-exchange.ts';
import { startServerProcess } from '../support/server-process.ts';
import { ask } from '../support/signed-request.ts';

const fixture = (name: string): Promise<string> => readFile(new URL(`../server/fixtures/${name}`, import.meta.url), 'utf8');
const rule =
  '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>';
const configuration = '<CreateBucketConfiguration><StorageClass>IA</StorageClass></CreateBucketConfiguration>';

interface Upload extends RawAsk {
  readonly body: string;
}

/** Requests whose body is needed, the bucket first; each writes rows whenever it succeeds. */
const UPLOADS: Record<string, Upload> = {
  PutBucket: { method: 'PUT', bucket: 'cuts', headers: { 'x-oss-acl': 'private' }, body: configuration },
  PutBucketEncryption: { method: 'PUT', bucket: 'cuts', query: [['encryption', '']], body: rule },
  'PutObject into a row': { method: 'PUT', bucket: 'cuts', key: 'small', body: 'x'.repeat(100) },
  'PutObject into a blob': { method: 'PUT', bucket: 'cuts', key: 'large', body: 'x'.repeat(300_000) },
};

interface Framed {
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly string[];
}

const chunked = { 'transfer-encoding': 'chunked' };
const known = ({ length }: string): Framed['headers'] => ({ 'content-length': `${length}` });

/** Ways in which a body can lack its end. */
const CUTS: Record<string, (body: string) => Framed> = {
  'before the first byte': (body) => ({ headers: known(body), pieces: [] }),
  'before the last byte': (body) => ({ headers: known(body), pieces: [body.slice(0, 20), body.slice(20, -1)] }),
  'inside a chunk': (body) => ({ headers: chunked, pieces: [`${body.length.toString(16)}\r\n`, body.slice(0, -1)] }),
  'between two chunks': (body) => ({ headers: chunked, pieces: [`${body.length.toString(16)}\r\n${body}\r\n`] }),
  'inside the last chunk': (body) => ({ headers: chunked, pieces: [`${body.length.toString(16)}\r\n${body}\r\n0\r\n`] }),
};

/** What a client may add to it. */
const MANNERS: Record<string, Pick<RawAsk, 'presigned' | 'headers'>> = {
  'signed in the headers': {},
  presigned: { presigned: true },
  'sent after 100 Continue': { headers: { expect: '100-continue' } },
};

let emulator: InspectedEmulator;
let clock = Math.floor(Date.now() / 1000) * 1000;
let logged = 0;

/** Starts an emulator in which each of the uploads has succeeded once, so that its keys are there. */
async function start(tls?: TlsMaterial): Promise<void> {
  const log = { ...silentLogger, info: () => void (logged += 1) };
  emulator = await startInspected({ sweepEvery: 0, clock: () => clock, log, ...(tls === undefined ? {} : { tls }) });
  for (const { body, ...upload } of Object.values(UPLOADS)) {
    const head = headOf(upload, { ...known(body), connection: 'close' });
    expect(await exchange(await openRaw(emulator, tls !== undefined), [head, body])).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  }
}

function headOf(request: RawAsk, headers: Framed['headers'] = {}): string {
  return signedHead(emulator, { ...request, headers: { ...request.headers, ...headers }, signedAt: clock });
}

/** Says `pieces` and ends this side of the connection; the replies that came, but `100 Continue`. */
async function halfClosed(pieces: readonly string[]): Promise<RawReply[]> {
  const heard = await exchange(await openRaw(emulator), pieces, 'half-close');
  return repliesIn(heard).filter(({ status }) => status !== 100);
}

/** What is stored once nothing is left of what was given up. */
async function settled(): Promise<string> {
  clock += 3 * 60_000;
  await emulator.node.sweep();
  return emulator.stored();
}

async function expectNothingStored(request: () => Promise<void>): Promise<void> {
  const before = await settled();
  await request();
  expect(await settled()).toBe(before);
}

/** Runs `request`, which the client breaks off, to the end that it comes to in the server. */
async function broken(request: () => Promise<void>): Promise<void> {
  const ended = logged;
  await request();
  await expect.poll(() => logged, { interval: 2, timeout: 10_000 }).toBe(ended + 1);
}

describe('a body that is cut off', () => {
  beforeAll(() => start());
  afterAll(() => emulator.close());

  describe.each(Object.entries(UPLOADS))('%s', (_, { body, ...upload }) => {
    describe.each(Object.entries(CUTS))('%s', (_cut, cut) => {
      const { headers, pieces } = cut(body);

      it.each(Object.entries(MANNERS))('%s: is answered with IncompleteBody, and nothing is stored', async (_manner, manner) => {
        await expectNothingStored(async () => {
          const head = headOf({ ...upload, ...manner, headers: { ...upload.headers, ...manner.headers } }, headers);
          const [reply, ...more] = await halfClosed([head, ...pieces]);
          expect([reply?.status, reply?.error?.Code, reply?.headers['x-oss-ec'], reply?.error?.EC, more]).toEqual([
            400,
            'IncompleteBody',
            undefined,
            undefined,
            [],
          ]);
          expect(reply?.headers).toMatchObject({ connection: 'close', server: 'AliyunOSS', 'content-type': 'application/xml' });
          expect(reply?.headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/);
          expect(reply?.error).toMatchObject({ HostId: 'localhost', RequestId: reply?.headers['x-oss-request-id'] });
        });
      });

      it('by a reset: nothing is stored', async () => {
        await expectNothingStored(() =>
          broken(async () => {
            const connection = await openRaw(emulator);
            await say(connection, [headOf(upload, headers), ...pieces]);
            connection.reset();
          }),
        );
      });
    });
  });

  it('behind another request is answered in its turn', async () => {
    const get = headOf({ method: 'GET', bucket: 'cuts', key: 'large' });
    const put = headOf({ method: 'PUT', bucket: 'cuts', key: 'behind' }, { 'content-length': '10' });
    const replies = await halfClosed([`${get}${put}x`]);
    expect(replies.map(({ status, error }) => [status, error?.Code])).toEqual([
      [200, undefined],
      [400, 'IncompleteBody'],
    ]);
  });

  it('of a request that was refused before it is not answered again', async () => {
    const head = headOf({ method: 'PUT', bucket: 'cuts', key: 'refused' }, { 'content-length': '10' });
    const connection = await openRaw(emulator);
    const refused = once(connection.socket, 'data');
    const heard = exchange(connection, [head.replace(emulator.accessKeyId, 'nobody'), 'x']);
    await refused;
    connection.socket.end();
    expect(repliesIn(await heard).map(({ error }) => error?.Code)).toEqual(['InvalidAccessKeyId']);
  });

  it('is no obstacle where it is not wanted', async () => {
    const head = headOf({ method: 'GET', bucket: 'cuts', key: 'small' }, { 'content-length': '10' });
    expect(await halfClosed([head])).toMatchObject([{ status: 200, headers: { connection: 'close' }, body: 'x'.repeat(100) }]);
  });

  it('is not taken for one where the client ends its side after a whole request', async () => {
    const put = headOf({ method: 'PUT', bucket: 'cuts', key: 'whole' }, { 'content-length': '3' });
    const get = headOf({ method: 'GET', bucket: 'cuts', key: 'whole' });
    expect(await halfClosed([`${put}abc${get}`])).toMatchObject([{ status: 200 }, { status: 200, body: 'abc' }]);
  });
});

/** Over TLS the end of one side is the end of both: nobody hears an answer. */
describe('a body that is cut off over TLS', () => {
  beforeAll(async () => start({ cert: await fixture('localhost-cert.pem'), key: await fixture('localhost-key.pem') }));
  afterAll(() => emulator.close());

  it.each(Object.entries(UPLOADS))('%s: is not stored', async (_, { body, ...upload }) => {
    for (const { headers, pieces } of Object.values(CUTS).map((cut) => cut(body))) {
      await expectNothingStored(() =>
        broken(async () => void (await exchange(await openRaw(emulator, true), [headOf(upload, headers), ...pieces], 'half-close'))),
      );
    }
  });
});

describe('a body that is cut off in front of two workers', () => {
  it('is answered with IncompleteBody, and is not there for any of them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sse-cuts-'));
    const server = await startServerProcess(folder, '--workers', '2');
    try {
      await ask(server, { method: 'PUT', bucket: 'cuts' });
      const keys = Array.from({ length: 16 }, (_, index) => `cut-${index}`);
      const answers = keys.map(async (key, index) => {
        const head = signedHead(server, {
          method: 'PUT',
          bucket: 'cuts',
          key,
          headers: index % 2 === 0 ? chunked : { 'content-length': '99999' },
        });
        return repliesIn(await exchange(await openRaw(server), [head, '5\r\nab'], 'half-close')).map(({ error }) => error?.Code);
      });
      expect(await Promise.all(answers)).toEqual(keys.map(() => ['IncompleteBody']));
      const listed = await ask(server, { method: 'GET', bucket: 'cuts' });
      expect([listed.status, listed.body.includes('<Contents>')]).toEqual([200, false]);
    } finally {
      await server.end('SIGTERM');
      await rm(folder, { recursive: true });
    }
  });
});

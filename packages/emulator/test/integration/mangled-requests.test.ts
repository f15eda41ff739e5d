import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/server/logger.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { mangled, seededDice } from '../support/mangled-requests.ts';
import { exchange, openRaw, say, signedHead, type RawAsk } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

const COUNT = Number(process.env['MANGLED_REQUESTS'] ?? 250);
const SEED = Number(process.env['MANGLED_SEED'] ?? 20261122);
const AT_ONCE = 10;

const failures: object[] = [];
let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected({ log: { ...silentLogger, error: (fields) => void failures.push(fields) } });
  await ask(emulator, { method: 'PUT', bucket: 'fuzz' });
  await ask(emulator, { method: 'PUT', bucket: 'fuzz', key: 'k', body: 'x'.repeat(50_000) });
});
afterAll(() => emulator.close());

const rule =
  '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>';

const ASKS: readonly (RawAsk & { readonly body?: string })[] = [
  { method: 'GET' },
  { method: 'GET', bucket: 'fuzz' },
  { method: 'GET', bucket: 'fuzz', query: [['bucketInfo', '']] },
  { method: 'GET', bucket: 'fuzz', key: 'k', headers: { range: 'bytes=3-40000' } },
  { method: 'HEAD', bucket: 'fuzz', key: 'k' },
  { method: 'GET', bucket: 'fuzz', key: 'k', presigned: true },
  { method: 'DELETE', bucket: 'fuzz', key: 'gone' },
  { method: 'PUT', bucket: 'fuzz', body: '<CreateBucketConfiguration/>' },
  { method: 'PUT', bucket: 'fuzz', query: [['encryption', '']], body: rule },
  {
    method: 'PUT',
    bucket: 'fuzz',
    key: 'p',
    headers: { 'x-oss-server-side-encryption': 'AES256', 'x-oss-meta-a': 'b' },
    body: 'x'.repeat(300),
  },
  { method: 'PUT', bucket: 'fuzz', key: 'l', presigned: true, body: 'x'.repeat(60_000) },
  { method: 'PUT', bucket: 'fuzz', key: 'c', headers: { 'transfer-encoding': 'chunked' }, body: '5\r\nabcde\r\n0\r\n\r\n' },
];

/** Sends mangled requests; what was heard for each. The first `COUNT` that a seed gives are the same in every run. */
async function sendMangled(secret: string): Promise<{ readonly sent: string; readonly heard: string }[]> {
  const dice = seededDice(SEED);
  const one = async (): Promise<{ sent: string; heard: string }> => {
    const { body = '', ...request } = ASKS[dice(ASKS.length)] ?? expect.fail();
    const length = body === '' || request.headers?.['transfer-encoding'] !== undefined ? {} : { 'content-length': `${body.length}` };
    const headers = { ...request.headers, ...length };
    const sent = mangled(signedHead({ ...emulator, accessKeySecret: secret }, { ...request, headers }) + body, dice);
    const connection = await openRaw(emulator);
    if (dice(8) > 0) return { sent, heard: await exchange(connection, [sent], 'half-close') };
    await say(connection, [sent]);
    connection.reset();
    return { sent, heard: '' };
  };
  const exchanges = [];
  while (exchanges.length < COUNT) exchanges.push(...(await Promise.all(Array.from({ length: AT_ONCE }, one))));
  return exchanges;
}

const openConnections = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

describe.each(['right', 'wrong'])('mangled requests, signed with the %s secret', (which) => {
  it('end, without an internal error, no connection stays, and the server goes on', async () => {
    const before = await emulator.stored();
    const exchanges = await sendMangled(which === 'right' ? emulator.accessKeySecret : 'wrong');
    const odd = exchanges.filter(({ heard }) => heard !== '' && !/^HTTP\/1\.1 (?:100 Continue|[234]\d\d )/.test(heard));
    expect(odd).toEqual([]);
    expect(exchanges.filter(({ heard }) => /HTTP\/1\.1 5\d\d /.test(heard))).toEqual([]);
    expect(failures).toEqual([]);
    const answered = await ask(emulator, { method: 'GET', bucket: 'fuzz', key: 'k' });
    expect([answered.status, answered.body.length]).toEqual([200, 50_000]);
    await expect.poll(openConnections, { timeout: 10_000 }).toBe(0);
    if (which === 'wrong') expect(await emulator.stored()).toBe(before);
  });
});

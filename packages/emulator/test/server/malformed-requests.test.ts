import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger } from '../../src/server/logger.ts';
import { startLimited, type LimitedServer } from '../support/limited-server.ts';
import { sendAll } from '../support/malformed-client.ts';
import { FAMILIES, malformedRequest, type MalformedRequest } from '../support/malformed-requests.ts';
import { seededDice } from '../support/mangled-requests.ts';
import { ask, type Target } from '../support/signed-request.ts';
import { addUser } from '../support/users.ts';

const COUNT = Number(process.env['MALFORMED_REQUESTS'] ?? 10_000);
const SEED = Number(process.env['MALFORMED_SEED'] ?? 20261122);
const BATCHES = 10;
const AT_ONCE = 16;
/** Batches after which everything that is kept for good is there. */
const WARM = 2;
/** Bytes; 8,000 requests that each left 1 KiB would be more. The server keeps up to 16 MiB of opened rows, which those that store something fill slowly. */
const MARGIN = 8 << 20;

const failures: object[] = [];
let server: LimitedServer;
/** The account, and a user who may use a part of what there is. */
let signers: readonly Target[];
beforeAll(async () => {
  const limits = { headersTimeout: 3_000, bodyTimeout: 400, connectionsCheckingInterval: 100 };
  server = await startLimited({ limits, log: { ...silentLogger, error: (fields) => void failures.push(fields) } });
  for (const bucket of ['fuzz', 'documents']) await ask(server, { method: 'PUT', bucket });
  await ask(server, { method: 'PUT', bucket: 'fuzz', key: 'good', body: 'x'.repeat(50_000) });
  const alice = await addUser(server, 'alice');
  await alice.may({ Action: ['oss:Get*', 'oss:List*', 'oss:Put*', 'sts:AssumeRole'] });
  await server.node.admin.ram.roles.put('reader', { trust: { users: ['alice'] } });
  signers = [server, alice];
});
afterAll(() => server.close());

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are in use once nothing is in flight. */
async function bytesInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((turned) => setTimeout(turned, 20));
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Statuses of all replies in what came; none where the connection broke. */
const statusesIn = (heard: string): number[] => [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
const isOdd = (status: number): boolean => status >= 500 && status !== 501 && status !== 503;

it(`${COUNT} malformed requests end, none with an internal error, the server goes on, and its memory does not grow`, async () => {
  const dice = seededDice(SEED);
  const odd: { request: MalformedRequest; heard: string }[] = [];
  const families = new Set<string>();
  const statuses = new Map<number, number>();
  const inUse: number[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    let left = COUNT / BATCHES;
    const next = (): MalformedRequest | undefined => (left-- > 0 ? malformedRequest(signers, dice) : undefined);
    const heard = (request: MalformedRequest, reply: string): void => {
      families.add(request.family);
      for (const status of statusesIn(reply)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const isReply = reply === '' || /^HTTP\/1\.1 \d{3} /.test(reply);
      if (!isReply || statusesIn(reply).some(isOdd)) odd.push({ request, heard: reply });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, () => sendAll(server, next, heard)));
    expect(odd).toEqual([]);
    expect(failures).toEqual([]);
    const answered = await ask(server, { method: 'GET', bucket: 'fuzz', key: 'good' });
    expect([answered.status, answered.body.length]).toEqual([200, 50_000]);
    inUse.push(await bytesInUse());
  }
  expect(Math.min(...inUse.slice(-2))).toBeLessThan((inUse[WARM - 1] ?? 0) + MARGIN);
  // Deep layers were reached, and nothing was left out.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 204, 400, 403, 404, 405, 414, 431]));
  for (const name of Object.keys(FAMILIES)) expect(families).toContain(name);
});

import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { crc64 } from '../crc64.ts';
import { checkObject, checkRanges, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, patternBytes, sseOf, sseRequest } from '../sse-headers.ts';

const SIZES = [1, 16_383, 20_000, 300_001, 5];
const WRONG_POSITION = { status: 409, code: 'PositionNotEqualToLength', ecCode: '0026-00000016' };

/** AppendObject: the first append fixes the encryption; positions must be right; of several at once one wins (protocol reference §2.6). */
export async function appends(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('appends', async (client) => {
    for (const each of await everyEncryption(client)) await checks.section(each.name, (part) => growing(part, client, each));
    await refused(checks, clients, client);
    await atOnce(checks, client);
  });
}

async function growing(checks: Checks, client: OSS, { name, headers, echo }: NamedEncryption): Promise<void> {
  const key = `growing ${name}`;
  const body = patternBytes(SIZES.reduce((sum, size) => sum + size));
  const ends: number[] = [];
  for (const size of SIZES) {
    const start = ends.at(-1) ?? 0;
    const end = start + size;
    // Later headers are ignored.
    const asked = start === 0 ? headers() : sseRequest(encryption('AES256'));
    const done = await client.append(key, body.subarray(start, end), { position: String(start), headers: asked });
    const came = [sseOf(done), done.nextAppendPosition, done.res.headers['x-oss-hash-crc64ecma']];
    checks.equal(`append up to ${end} says`, came, [echo, String(end), crc64(body.subarray(0, end))]);
    await checkObject(checks, client, key, `after ${end} bytes`, { body: body.subarray(0, end), echo });
    ends.push(end);
  }
  await checkRanges(checks, client, key, { body, echo }, ends.slice(0, -1));
  const { headers: shown } = (await client.head(key)).res;
  const came = [shown['x-oss-object-type'], shown['x-oss-next-append-position']];
  checks.equal('head: type, next position', came, ['Appendable', String(body.length)]);
}

async function refused(checks: Checks, clients: Clients, client: OSS): Promise<void> {
  const append = (key: string, position: number, asked = encryption()) =>
    client.append(key, Buffer.from('body'), { position: String(position), headers: sseRequest(asked) });
  await checks.refused('append to nothing beyond 0', () => append('new', 4), WRONG_POSITION);
  await append('refused', 0, encryption('SM4'));
  await checks.refused('append at a wrong position', () => append('refused', 3), WRONG_POSITION);
  await client.put('normal', Buffer.from('body'));
  await checks.refused('append to an object that was put', () => append('normal', 4), { status: 409, code: 'ObjectNotAppendable' });
  const { disabledKeyId } = clients.server;
  for (const [keyId, code] of [
    ['no-such-key', 'KeyNotFound'],
    [disabledKeyId, 'KeyDisabled'],
  ] as const)
    await checks.refused(`first append under a key: ${code}`, () => append('never', 0, encryption('KMS', keyId)), { code });
  await checks.refused('nothing is stored', () => client.get('never'), { status: 404, code: 'NoSuchKey' });
  await checkObject(checks, client, 'refused', 'after refused appends', { body: Buffer.from('body'), echo: encryption('SM4') });
}

async function atOnce(checks: Checks, client: OSS): Promise<void> {
  await client.append('race', Buffer.from('begin'), { headers: sseRequest(encryption('KMS')) });
  const bodies = Array.from({ length: 6 }, (_, index) => Buffer.alloc(40_000, 65 + index));
  const outcomes = await Promise.allSettled(bodies.map((body) => client.append('race', body, { position: '5' })));
  const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'done' : (outcome.reason as { code: string }).code));
  checks.equal('six appends at once: one wins', codes.toSorted(), [...Array.from({ length: 5 }, () => WRONG_POSITION.code), 'done']);
  const won = bodies[codes.indexOf('done')] ?? Buffer.alloc(0);
  const { content } = await client.get('race');
  checks.holds('its bytes are there, whole', content.equals(Buffer.concat([Buffer.from('begin'), won])), content.length);
}

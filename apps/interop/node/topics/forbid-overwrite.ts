import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { checkObject, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, patternBytes, sseRequest } from '../sse-headers.ts';

const FORMER = Buffer.from('the former object');
const BODY = patternBytes(70_001);
const STAYS = { body: FORMER, echo: encryption('AES256') };
const EXISTS = {
  status: 409,
  code: 'FileAlreadyExists',
  message: 'The object you specified already exists and can not be overwritten.',
};
const overwriting = (forbidden: boolean): Record<string, string> => ({ 'x-oss-forbid-overwrite': String(forbidden) });

/** x-oss-forbid-overwrite on every write that has it: refused where there is an object, which stays (protocol reference §4.6). */
export async function forbidOverwrite(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('forbid', async (client) => {
    await client.put('source', BODY, { headers: sseRequest(encryption('KMS')) });
    for (const wanted of await everyEncryption(client)) {
      await checks.section(wanted.name, async (part) => {
        await writes(part, client, wanted);
        await completion(part, client, wanted);
      });
    }
    await race(checks, client);
  });
}

async function writes(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  const put = (forbidden: boolean): Promise<unknown> =>
    client.put('object', BODY, { headers: { ...headers(), ...overwriting(forbidden) } });
  const copy = (forbidden: boolean): Promise<unknown> =>
    client.copy('object', 'source', undefined, { headers: { ...headers(), ...overwriting(forbidden) } });
  for (const [what, write] of [
    ['put', put],
    ['copy', copy],
  ] as const) {
    await client.put('object', FORMER, { headers: sseRequest(encryption('AES256')) });
    await checks.refused(`${what} onto an object`, () => write(true), EXISTS);
    await checkObject(checks, client, 'object', `the object stays after a refused ${what}`, STAYS);
    await write(false);
    await checkObject(checks, client, 'object', `${what} that may overwrite`, { body: BODY, echo });
    await client.delete('object');
    await write(true);
    await checkObject(checks, client, 'object', `${what} where there is none`, { body: BODY, echo });
  }
  const initiate = (): Promise<unknown> => client.initMultipartUpload('object', { headers: { ...headers(), ...overwriting(true) } });
  await checks.refused('Initiate where there is an object', initiate, EXISTS);
  checks.equal('a refused Initiate begins nothing', (await client.listUploads()).uploads, []);
}

/** The object appears between Initiate and Complete. */
async function completion(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  await client.delete('object');
  const { uploadId } = await client.initMultipartUpload('object', { headers: { ...headers(), ...overwriting(true) } });
  const { etag } = await client.uploadPart('object', uploadId, 1, BODY, 0, BODY.length);
  const complete = (): Promise<unknown> =>
    client.completeMultipartUpload('object', uploadId, [{ number: 1, etag }], { headers: overwriting(true) });
  await client.put('object', FORMER, { headers: sseRequest(encryption('AES256')) });
  await checks.refused('Complete onto an object', complete, EXISTS);
  await checkObject(checks, client, 'object', 'the object stays after a refused Complete', STAYS);
  await client.delete('object');
  await complete();
  await checkObject(checks, client, 'object', 'Complete where there is none', { body: BODY, echo });
}

/** Of writers that forbid overwriting, one gets its object, whole. */
async function race(checks: Checks, client: OSS): Promise<void> {
  const bodies = Array.from({ length: 8 }, (_, index) => Buffer.alloc(50_000, 65 + index));
  const outcomes = await Promise.all(
    bodies.map((body) =>
      client.put('race', body, { headers: { ...overwriting(true), ...sseRequest(encryption('AES256')) } }).then(
        () => 'won',
        (error: unknown) => (error instanceof Error ? (Reflect.get(error, 'code') as unknown) : error),
      ),
    ),
  );
  const refused = outcomes.filter((outcome) => outcome === 'FileAlreadyExists');
  checks.holds('eight writers at once: one wins', refused.length === 7 && outcomes.includes('won'), outcomes);
  const winner = bodies[outcomes.indexOf('won')];
  checks.holds('eight writers at once: its bytes', winner?.equals((await client.get('race')).content) ?? false, outcomes);
}

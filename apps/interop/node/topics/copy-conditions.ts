import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { checkObject } from '../encryptions.ts';
import { encryption, etagOf, sseRequest } from '../sse-headers.ts';

const BODY = Buffer.from('the source');
const FORMER = Buffer.from('the former object');
const DAY = 86_400_000;

/**
 * Conditions of a copy: 412 and 304 leave the target as it was (protocol reference §4.6, observed behaviour 25). A condition that is given by
 * its plain name goes out twice: as `If-…`, which a copy has to ignore, and as `x-oss-copy-source-if-…`.
 */
export async function copyConditions(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('copy-conditions', async (client) => {
    await client.put('source', BODY, { headers: sseRequest(encryption('KMS')) });
    const past = new Date(Date.now() - DAY).toUTCString();
    const future = new Date(Date.now() + DAY).toUTCString();
    const etag = etagOf(BODY);
    for (const [condition, value, status] of [
      ['If-Match', etag, 200],
      ['If-Match', '0'.repeat(32), 412],
      ['If-None-Match', '0'.repeat(32), 200],
      ['If-None-Match', etag, 304],
      ['If-Modified-Since', past, 200],
      ['If-Modified-Since', future, 304],
      ['If-Unmodified-Since', future, 200],
      ['If-Unmodified-Since', past, 412],
    ] as const) {
      for (const name of [condition, `x-oss-copy-source-${condition.toLowerCase()}`]) {
        await checks.section(`${name}: ${value}`, (part) => one(part, client, condition, { [name]: value }, status));
      }
    }
  });
}

async function one(checks: Checks, client: OSS, condition: string, headers: Record<string, string>, status: number): Promise<void> {
  await client.put('target', FORMER, { headers: sseRequest(encryption('SM4')) });
  const copy = async (): Promise<unknown> => {
    const { res } = await client.copy('target', 'source', undefined, { headers: { ...headers, ...sseRequest(encryption('AES256')) } });
    return res.status;
  };
  if (status === 412) {
    const message = `At least one of the pre-conditions you specified did not hold. (condition: ${condition})`;
    await checks.refused('copy', copy, { status, code: 'PreconditionFailed', message });
  } else {
    checks.equal('copy', await copy(), status);
  }
  const expected = status === 200 ? { body: BODY, echo: encryption('AES256') } : { body: FORMER, echo: encryption('SM4') };
  await checkObject(checks, client, 'target', 'target', expected);
}

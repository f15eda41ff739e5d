import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { crc64 } from '../crc64.ts';
import { checkObject, everyEncryptionAndKey, type NamedEncryption } from '../encryptions.ts';
import { encryption, etagOf, patternBytes, sseOf, sseRequest } from '../sse-headers.ts';

const BODY = patternBytes(70_003);
const SIZES = [0, 1, 16_384, 16_385, 32_768, 32_769, 2_000_011];

/** CopyObject between all encryptions, onto other names, other buckets and the object itself; metadata (protocol reference §2.5, §4.6). */
export async function copies(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('copies', async (client, bucket) => {
    await clients.withBucket('copies-to', async (other, otherBucket) => {
      const every = await everyEncryptionAndKey(client, clients.server);
      for (const from of every) {
        for (const to of every) await checks.section(`${from.name} to ${to.name}`, (part) => pair(part, client, other, bucket, from, to));
      }
      await sizes(checks, client, other, bucket);
      await underARule(checks, client, other, bucket, otherBucket);
    });
    await oddNames(checks, client);
    await metadata(checks, client);
    await refused(checks, clients, client);
  });
}

async function pair(checks: Checks, client: OSS, other: OSS, bucket: string, from: NamedEncryption, to: NamedEncryption): Promise<void> {
  await client.put('source', BODY, { headers: from.headers(), meta: { note: 'source' }, mime: 'text/x-source' });
  for (const [what, goal, name] of [
    ['another name', client, 'target'],
    ['another bucket', other, 'target'],
    ['itself', client, 'source'],
  ] as const) {
    const done = await goal.copy(name, 'source', bucket, { headers: to.headers() });
    checks.equal(`${what}: copy says`, [sseOf(done), done.data?.etag], [to.echo, etagOf(BODY)]);
    await checkObject(checks, goal, name, what, { body: BODY, echo: to.echo });
    const { meta, res } = await goal.head(name);
    checks.equal(`${what}: metadata`, [meta, res.headers['content-type']], [{ note: 'source' }, 'text/x-source']);
  }
}

async function sizes(checks: Checks, client: OSS, other: OSS, bucket: string): Promise<void> {
  for (const size of SIZES) {
    const body = patternBytes(size);
    await client.put('sized', body, { headers: sseRequest(encryption('KMS', null, 'SM4')) });
    const { res } = await other.copy('sized', 'sized', bucket, { headers: sseRequest(encryption('AES256')) });
    checks.equal(`${size} bytes: copy says`, [res.headers['etag'], res.headers['x-oss-hash-crc64ecma']], [etagOf(body), crc64(body)]);
    await checkObject(checks, other, 'sized', `${size} bytes`, { body, echo: encryption('AES256') });
  }
}

async function underARule(checks: Checks, client: OSS, other: OSS, bucket: string, otherBucket: string): Promise<void> {
  await other.putBucketEncryption(otherBucket, { SSEAlgorithm: 'SM4' });
  for (const [source, asked, echo] of [
    [encryption(), encryption(), encryption('SM4')],
    [encryption('KMS'), encryption(), encryption('SM4')],
    [encryption('KMS'), encryption('AES256'), encryption('AES256')],
  ] as const) {
    const what = `${source.algorithm} into a bucket with a rule, asked for ${asked.algorithm}`;
    await client.put('source', BODY, { headers: sseRequest(source) });
    checks.equal(`${what}: copy says`, sseOf(await other.copy('ruled', 'source', bucket, { headers: sseRequest(asked) })), echo);
    await checkObject(checks, other, 'ruled', what, { body: BODY, echo });
  }
  await other.deleteBucketEncryption(otherBucket);
}

async function oddNames(checks: Checks, client: OSS): Promise<void> {
  for (const name of ['a b+c%20d', 'question?versionId=1&b', "hash#~!*'()", '中文/对象 😀', 'double//slash/', 'x'.repeat(1023)]) {
    await client.put(name, Buffer.from(name), { headers: sseRequest(encryption('AES256')) });
    const target = `copy ${name}`.slice(0, 1023);
    await client.copy(target, name);
    checks.equal(`copy of ${JSON.stringify(name.slice(0, 30))}`, (await client.get(target)).content.toString(), name);
  }
}

/** ali-oss itself sends `REPLACE` when it is given metadata or content headers. */
async function metadata(checks: Checks, client: OSS): Promise<void> {
  const shown = async (name: string): Promise<unknown> => {
    const { meta, res } = await client.head(name);
    return [meta, res.headers['content-type'], res.headers['cache-control']];
  };
  const headers = { 'Cache-Control': 'no-store', ...sseRequest(encryption('KMS')) };
  await client.put('described', BODY, { headers, meta: { note: 'source', gone: 'x' }, mime: 'text/x-source' });
  await client.copy('kept', 'described');
  checks.equal('directive COPY', await shown('kept'), [{ note: 'source', gone: 'x' }, 'text/x-source', 'no-store']);
  await client.copy('replaced', 'described', undefined, { meta: { note: 'target' }, headers: { 'Content-Type': 'text/x-target' } });
  checks.equal('directive REPLACE', await shown('replaced'), [{ note: 'target' }, 'text/x-target', undefined]);
  await client.copy('described', 'described', undefined, { meta: { note: 'new' }, headers: sseRequest(encryption('AES256')) });
  checks.equal('directive REPLACE onto itself', await shown('described'), [{ note: 'new' }, 'text/x-source', undefined]);
  await checkObject(checks, client, 'described', 'directive REPLACE onto itself', { body: BODY, echo: encryption('AES256') });
  const unknown = (): Promise<unknown> => client.copy('kept', 'described', undefined, { headers: { 'x-oss-metadata-directive': 'MOVE' } });
  await checks.refused('an unknown directive', unknown, { status: 400, code: 'InvalidArgument' });
}

async function refused(checks: Checks, clients: Clients, client: OSS): Promise<void> {
  const body = Buffer.from('the former object');
  const echo = encryption('AES256');
  await client.put('kept', body, { headers: sseRequest(echo) });
  await client.put('source', BODY);
  const noKey = { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' };
  await checks.refused('a source that is missing', () => client.copy('kept', 'missing'), noKey);
  const noBucket = { status: 404, code: 'NoSuchBucket' };
  await checks.refused('a source in no bucket', () => client.copy('kept', 'source', clients.newName('nowhere')), noBucket);
  for (const source of ['source', 'kept']) {
    const headers = sseRequest(encryption('KMS', 'no-such-key'));
    const call = (): Promise<unknown> => client.copy('kept', source, undefined, { headers });
    await checks.refused(`copy of ${source} under a key that is missing`, call, { status: 404, code: 'KeyNotFound' });
  }
  await checkObject(checks, client, 'kept', 'refused copies leave the target', { body, echo });
}

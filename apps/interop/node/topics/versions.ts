import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { crc64 } from '../crc64.ts';
import { checkObject, everyEncryptionAndKey, type Expected, type NamedEncryption } from '../encryptions.ts';
import { encryption, patternBytes, sseOf, sseRequest } from '../sse-headers.ts';

/** What one write left. */
interface Version extends Expected {
  readonly versionId: string;
}

/** Versions: each under its own encryption, delete markers, listings, restoring copies, suspended buckets (protocol reference §4.6). */
export async function versions(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('versions', async (client, bucket) => {
    checks.equal('a new bucket has no versioning', (await client.getBucketVersioning(bucket)).versionStatus, undefined);
    await client.putBucketVersioning(bucket, 'Enabled');
    checks.equal('enabled', (await client.getBucketVersioning(bucket)).versionStatus, 'Enabled');
    const every = await everyEncryptionAndKey(client, clients.server);
    const written = await write(checks, client, every);
    for (const version of written) await checkVersion(checks, client, 'object', version);
    const newest = written.at(-1);
    if (newest !== undefined) await markers(checks, client, newest);
    await restored(checks, client, every, written);
    await suspended(checks, client, bucket);
    const malformed = () => client.get('object', { versionId: 'not an id' });
    await checks.refused('get by a malformed id', malformed, { status: 400, code: 'InvalidArgument' });
    await checks.refused('delete of a bucket with versions', () => client.deleteBucket(bucket), { status: 409, code: 'BucketNotEmpty' });
    await deleteVersions(checks, client);
  });
}

const versionOf = ({ res }: { readonly res: { readonly headers: Readonly<Record<string, string | undefined>> } }): string =>
  res.headers['x-oss-version-id'] ?? '';

/** One body after the other under one name. */
async function write(checks: Checks, client: OSS, every: readonly NamedEncryption[]): Promise<readonly Version[]> {
  const written: Version[] = [];
  for (const [index, { name, headers, echo }] of every.entries()) {
    const body = patternBytes(30_000 + 9_000 * index);
    const versionId = versionOf(await client.put('object', body, { headers: headers() }));
    written.push({ versionId, body, echo });
    await checkObject(checks, client, 'object', `the newest counts, ${name}`, { body, echo });
  }
  checks.equal('every put names a version', new Set(written.map(({ versionId }) => versionId)).size, every.length);
  const { objects } = await client.getBucketVersions({ prefix: 'object' });
  const came = objects.map(({ versionId, size, isLatest }) => [versionId, size, isLatest]);
  const expected = written.toReversed().map(({ versionId, body }, index) => [versionId, body.length, index === 0]);
  checks.equal('the listing has all, the newest first', came, expected);
  return written;
}

async function checkVersion(checks: Checks, client: OSS, name: string, { versionId, body, echo }: Version): Promise<void> {
  const got = await client.get(name, { versionId });
  const came = [sseOf(got), versionOf(got), got.res.headers['x-oss-hash-crc64ecma'], got.content.equals(body)];
  checks.equal(`get of version ${versionId}`, came, [echo, versionId, crc64(body), true]);
  const part = await client.get(name, { versionId, headers: { Range: 'bytes=16380-16390' } });
  checks.holds('range of a version', part.content.equals(body.subarray(16_380, 16_391)), part.content.length);
  const head = await client.head(name, { versionId });
  checks.equal('head of a version', [sseOf(head), head.res.headers['content-length']], [echo, String(body.length)]);
}

async function markers(checks: Checks, client: OSS, newest: Version): Promise<void> {
  const deleted = await client.delete('object');
  const marker = versionOf(deleted);
  checks.equal('a deletion makes a marker', deleted.res.headers['x-oss-delete-marker'], 'true');
  await checks.refused('the object is gone', () => client.get('object'), { status: 404, code: 'NoSuchKey' });
  await checkVersion(checks, client, 'object', newest);
  const ofMarker = () => client.get('object', { versionId: marker });
  await checks.refused('get of the marker', ofMarker, { status: 405, code: 'MethodNotAllowed' });
  const { deleteMarker, objects } = await client.getBucketVersions({ prefix: 'object' });
  const came = [deleteMarker.map(({ versionId }) => versionId), objects[0]?.isLatest];
  checks.equal('the marker is listed, and the newest version is not the latest', came, [[marker], false]);
  checks.equal('the deletion of the marker names it', versionOf(await client.delete('object', { versionId: marker })), marker);
  await checkObject(checks, client, 'object', 'without its marker the object is back', newest);
}

/** Copies of old versions onto their own name, under every encryption. */
async function restored(checks: Checks, client: OSS, every: readonly NamedEncryption[], written: readonly Version[]): Promise<void> {
  for (const [index, { name, headers, echo }] of every.entries()) {
    const old = written[index];
    if (old === undefined) continue;
    const done = await client.copy('object', 'object', undefined, { headers: headers(), versionId: old.versionId });
    const came = [sseOf(done), done.res.headers['x-oss-copy-source-version-id'], versionOf(done) !== old.versionId];
    checks.equal(`restoring copy under ${name} says`, came, [echo, old.versionId, true]);
    await checkObject(checks, client, 'object', `restored under ${name}`, { body: old.body, echo });
  }
  const [first, second] = written;
  if (first === undefined || second === undefined) return;
  await client.delete('object', { versionId: first.versionId });
  const gone = () => client.get('object', { versionId: first.versionId });
  await checks.refused('get of a removed version', gone, { status: 404, code: 'NoSuchVersion' });
  await checkVersion(checks, client, 'object', second);
}

async function suspended(checks: Checks, client: OSS, bucket: string): Promise<void> {
  const body = patternBytes(30_000);
  const kept = await client.put('suspended', body, { headers: sseRequest(encryption('KMS')) });
  await client.putBucketVersioning(bucket, 'Suspended');
  for (const algorithm of ['AES256', 'SM4']) {
    const put = await client.put('suspended', body.subarray(1), { headers: sseRequest(encryption(algorithm)) });
    checks.equal('a put in a suspended bucket is the null version', versionOf(put), 'null');
    await checkVersion(checks, client, 'suspended', { versionId: 'null', body: body.subarray(1), echo: encryption(algorithm) });
  }
  await checkVersion(checks, client, 'suspended', { versionId: versionOf(kept), body, echo: sseOf(kept) });
  checks.equal('a deletion’s marker is null too', versionOf(await client.delete('suspended')), 'null');
  await client.putBucketVersioning(bucket, 'Enabled');
}

/** ali-oss takes ids in batches too. */
async function deleteVersions(checks: Checks, client: OSS): Promise<void> {
  const { objects, deleteMarker } = await client.getBucketVersions({ 'max-keys': 1000 });
  const all = [...objects, ...deleteMarker].map(({ name, versionId }) => ({ key: name, versionId }));
  const { deleted } = await client.deleteMulti(all);
  checks.equal('versions deleted at once', deleted.length, all.length);
}

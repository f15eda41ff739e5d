import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type OSS from 'ali-oss';
import type { Checkpoint, UploadOptions } from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients, Server } from '../clients.ts';
import { checkObject, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, patternBytes, sseOf, sseRequest, type Encryption } from '../sse-headers.ts';

const BODY = patternBytes(1_300_003);
const PART = 131_072;
const PARTS = 10;

/** ali-oss's own uploader: from a buffer and a file, interrupted and taken up again, and its copier, under every encryption. */
export async function uploader(checks: Checks, clients: Clients): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sse-interop-uploader-'));
  const file = join(folder, 'sent.json');
  await writeFile(file, BODY);
  await clients.withBucket('uploader', async (client, bucket) => {
    for (const wanted of await everyEncryption(client)) {
      await checks.section(wanted.name, async (part) => {
        await whole(part, client, file, wanted);
        await takenUp(part, client, file, wanted);
        await copied(part, client, bucket, wanted);
      });
    }
    await withAllHeaders(checks, client, clients.server);
  });
  await rm(folder, { recursive: true });
}

/** Uploads and gives what each reply said of encryption: Initiate, parts, Complete. */
async function uploadedWith(client: OSS, name: string, file: Buffer | string, options: UploadOptions): Promise<readonly Encryption[]> {
  const said: Encryption[] = [];
  const progress: UploadOptions['progress'] = (_fraction, _checkpoint, res) => void said.push(sseOf({ res }));
  await client.multipartUpload(name, file, { partSize: PART, parallel: 4, progress, ...options });
  return said;
}

async function whole(checks: Checks, client: OSS, file: string, { echo, headers }: NamedEncryption): Promise<void> {
  for (const [what, source] of [
    ['a buffer', BODY],
    ['a file', file],
  ] as const) {
    const said = await uploadedWith(client, 'whole', source, { headers: headers(), meta: { note: what } });
    checks.equal(
      `from ${what}: every reply says`,
      said,
      Array.from({ length: PARTS + 2 }, () => echo),
    );
    await checkObject(checks, client, 'whole', `from ${what}`, { body: BODY, echo });
    const head = await client.head('whole');
    checks.equal(`from ${what}: type and metadata`, [head.res.headers['x-oss-object-type'], head.meta], ['Multipart', { note: what }]);
  }
  const small = await client.multipartUpload('small', BODY.subarray(0, 100), { headers: headers() });
  checks.equal('a small body is put', [sseOf(small), (await client.head('small')).res.headers['x-oss-object-type']], [echo, 'Normal']);
}

/** The second call goes on with the same upload and sends only what is missing. */
async function takenUp(checks: Checks, client: OSS, file: string, { echo, headers }: NamedEncryption): Promise<void> {
  let reached: Checkpoint | undefined;
  const progress: UploadOptions['progress'] = (_fraction, checkpoint) => {
    reached = checkpoint ?? reached;
    if (checkpoint?.doneParts.length === 3) client.cancel();
  };
  const interrupted = await client.multipartUpload('again', file, { partSize: PART, parallel: 1, headers: headers(), progress }).then(
    () => 'it ran to its end',
    (reason: unknown) => (typeof reason === 'object' && reason !== null ? (Reflect.get(reason, 'name') as unknown) : reason),
  );
  checks.equal('uploader is interrupted', interrupted, 'cancel');
  if (reached === undefined) throw new Error('the uploader told nothing of its progress');
  const { uploads } = await client.listUploads();
  checks.equal(
    'interrupted uploader: its upload',
    uploads.map(({ name, uploadId }) => [name, uploadId]),
    [['again', reached.uploadId]],
  );
  const said = await uploadedWith(client, 'again', file, { headers: headers(), checkpoint: structuredClone(reached) });
  checks.equal(
    'uploader that goes on: the missing parts and Complete say',
    said,
    Array.from({ length: PARTS - 3 + 1 }, () => echo),
  );
  await checkObject(checks, client, 'again', 'uploader that went on', { body: BODY, echo });
  checks.equal('nothing is left of it', (await client.listUploads()).uploads, []);
}

async function copied(checks: Checks, client: OSS, bucket: string, { echo, headers }: NamedEncryption): Promise<void> {
  const source = { sourceKey: 'again', sourceBucketName: bucket };
  const done = await client.multipartUploadCopy('copied', { ...source }, { partSize: PART, parallel: 3, headers: headers() });
  checks.equal('copier: Complete says', sseOf(done), echo);
  await checkObject(checks, client, 'copied', 'copier', { body: BODY, echo });
  await client.multipartUploadCopy(
    'copied',
    { ...source, startOffset: 16_383, endOffset: 316_384 },
    { partSize: PART, headers: headers() },
  );
  await checkObject(checks, client, 'copied', 'copier of a range', { body: BODY.subarray(16_383, 316_384), echo });
}

/** All three headers: the uploader sends two of them with every part and with Complete (protocol reference §2.2). */
async function withAllHeaders(checks: Checks, client: OSS, { keyId }: Server): Promise<void> {
  const echo = encryption('KMS', keyId, 'SM4');
  const said = await uploadedWith(client, 'all headers', BODY, { headers: sseRequest(echo) });
  checks.equal(
    'key id and data encryption: every reply says',
    said,
    Array.from({ length: PARTS + 2 }, () => echo),
  );
  await checkObject(checks, client, 'all headers', 'key id and data encryption', { body: BODY, echo });
}

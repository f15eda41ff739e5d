import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { encryption, sseOf, sseRequest } from '../sse-headers.ts';

const BODY = '0123456789';
const META = { plain: 'value', spaces: 'one  two   three', punctuation: '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~' };
const CONTENT = { 'Cache-Control': 'max-age=60', 'Content-Disposition': 'attachment; filename="a b.txt"', 'Content-Language': 'zh-CN' };

/** Ranges beyond the object, conditions, metadata, and the headers of every reply (protocol reference §4.3, §4.6). */
export async function reads(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('reads', async (client, bucket) => {
    await client.put('object.txt', Buffer.from(BODY), { meta: META, headers: { ...CONTENT, ...sseRequest(encryption('KMS')) } });
    for (const [Range, behavior, status, content] of [
      ['bytes=2-5', '', 206, '2345'],
      ['bytes=7-', '', 206, '789'],
      ['bytes=-3', '', 206, '789'],
      ['bytes=5-100', '', 200, BODY],
      ['bytes=5-100', 'standard', 206, '56789'],
      ['bytes=10-12', '', 200, BODY],
    ] as const) {
      const headers = { Range, ...(behavior === '' ? {} : { 'x-oss-range-behavior': behavior }) };
      const got = await client.get('object.txt', { headers });
      checks.equal(`range ${Range} ${behavior}`, [got.res.status, got.content.toString()], [status, content]);
    }
    const beyond = { headers: { Range: 'bytes=10-12', 'x-oss-range-behavior': 'standard' } };
    await checks.refused('range past the end, standard', () => client.get('object.txt', beyond), { status: 416, code: 'InvalidRange' });
    const head = await client.head('object.txt');
    checks.equal('head: metadata', head.meta, META);
    checks.equal(
      'head: content headers',
      Object.keys(CONTENT).map((name) => head.res.headers[name.toLowerCase()]),
      Object.values(CONTENT),
    );
    checks.equal('head: type from the name', head.res.headers['content-type'], 'text/plain');
    const { etag = '', 'last-modified': modified = '' } = head.res.headers;
    checks.holds('head: Last-Modified', Math.abs(Date.now() - Date.parse(modified)) < 900_000, modified);
    const other = { headers: { 'If-Match': '"0"' } };
    await checks.refused('get If-Match, another ETag', () => client.get('object.txt', other), { status: 412, code: 'PreconditionFailed' });
    await checks.refused('head If-Match, another ETag', () => client.head('object.txt', other), {
      status: 412,
      code: 'PreconditionFailed',
    });
    checks.equal('get If-None-Match', (await client.get('object.txt', { headers: { 'If-None-Match': etag } })).res.status, 304);
    checks.equal('head If-None-Match', (await client.head('object.txt', { headers: { 'If-None-Match': etag } })).status, 304);
    const meta = await client.getObjectMeta('object.txt');
    checks.equal(
      'object meta',
      [meta.res.headers['content-length'], meta.res.headers['etag'], sseOf(meta)],
      [String(BODY.length), etag, encryption()],
    );
    const id = head.res.headers['x-oss-request-id'] ?? '';
    checks.holds('x-oss-request-id', /^[0-9A-F]{24}$/.test(id), id);
    const overridden = await client.get('object.txt', { subres: { 'response-content-type': 'text/x-other' } });
    checks.equal('overridden Content-Type', overridden.res.headers['content-type'], 'text/x-other');
    await nonAscii(checks, clients, bucket);
  });
}

/** With this encoding ali-oss sends, and signs, text as the bytes of its UTF-8. */
async function nonAscii(checks: Checks, clients: Clients, bucket: string): Promise<void> {
  const text = 'naïve 中文 метаданные';
  const client = clients.for(bucket, { headerEncoding: 'latin1' });
  await client.put('text', Buffer.from('body'), { meta: { text } });
  const { meta } = await client.head('text');
  checks.equal('non-ASCII metadata', Buffer.from(meta?.['text'] ?? '', 'latin1').toString('utf8'), text);
}

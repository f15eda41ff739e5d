import type { IncomingHttpHeaders } from 'node:http';
import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { fetchHere } from '../fetch-here.ts';
import { checkObject, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, sseOf, sseRequest } from '../sse-headers.ts';

const NAMES = ['plain.txt', 'a b+c%20d.txt', 'folder/内 容.txt'];

/** Presigned URLs of ali-oss, fetched by a client that knows nothing of OSS; they need a host name (protocol reference §4.2). */
export async function presigned(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('presigned', async (client, bucket) => {
    const sign = signerOf(client, clients);
    for (const name of NAMES) {
      const put = await fetchHere('PUT', await sign('PUT', name), { body: name });
      checks.equal(`put ${name}`, put.status, 200);
      const got = await fetchHere('GET', await sign('GET', name));
      checks.equal(`get ${name}`, [got.status, got.body], [200, name]);
      const changed = await fetchHere('GET', (await sign('GET', name)).replace(encodeURI(name).replaceAll('+', '%2B'), 'other.txt'));
      checks.equal(`get ${name}, changed to another`, changed.status, 403);
    }
    for (const each of await everyEncryption(client)) await encrypted(checks, client, clients, each);
    const wrong = signerOf(clients.for(bucket, { accessKeySecret: 'not-the-secret' }), clients);
    const refused = await fetchHere('GET', await wrong('GET', 'plain.txt'));
    checks.equal('wrong secret', [refused.status, refused.body.includes('<Code>SignatureDoesNotMatch</Code>')], [403, true]);
    if (clients.signature === 'V4') await signedHeaders(checks, client);
    else {
      const expired = await fetchHere('GET', client.signatureUrl('plain.txt', { expires: -1 }));
      checks.equal('expired', [expired.status, expired.body.includes('<Message>Request has expired.</Message>')], [403, true]);
      const url = client.signatureUrl('plain.txt', { response: { 'content-type': 'text/x-other' } });
      checks.equal('signed override', (await fetchHere('GET', url)).headers['content-type'], 'text/x-other');
    }
  });
}

/** URLs of V1 hold no headers of encryption: there the object is put by the client. */
async function encrypted(checks: Checks, client: OSS, clients: Clients, { name, headers, echo }: NamedEncryption): Promise<void> {
  const body = 'body'.repeat(10_000);
  if (clients.signature === 'V4') {
    const url = await client.signatureUrlV4('PUT', 600, { headers: headers() }, 'encrypted');
    const put = await fetchHere('PUT', url, { headers: headers(), body });
    checks.equal(`put under ${name}`, [put.status, sseOf({ res: { headers: plain(put.headers) } })], [200, echo]);
  } else {
    await client.put('encrypted', Buffer.from(body), { headers: headers() });
  }
  const got = await fetchHere('GET', await signerOf(client, clients)('GET', 'encrypted'));
  checks.equal(`get under ${name}`, [got.status, sseOf({ res: { headers: plain(got.headers) } }), got.body === body], [200, echo, true]);
  await checkObject(checks, client, 'encrypted', `stored under ${name}`, { body: Buffer.from(body), echo });
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

async function signedHeaders(checks: Checks, client: OSS): Promise<void> {
  const headers = sseRequest(encryption('AES256'));
  const url = await client.signatureUrlV4('PUT', 600, { headers }, 'headers');
  const put = await fetchHere('PUT', url, { headers, body: 'body' });
  checks.equal('put with a signed encryption header', [put.status, put.headers['x-oss-server-side-encryption']], [200, 'AES256']);
  checks.equal('put without it', (await fetchHere('PUT', url, { body: 'other' })).status, 403);
  const tooLong = await fetchHere('GET', await client.signatureUrlV4('GET', 604_801, {}, 'headers'));
  checks.equal('more than a week', [tooLong.status, tooLong.headers['x-oss-ec']], [400, '0002-00000232']);
}

function signerOf(client: OSS, { signature }: Clients): (method: string, name: string) => Promise<string> {
  if (signature === 'V4') return (method, name) => client.signatureUrlV4(method, 600, {}, name);
  return async (method, name) => client.signatureUrl(name, { method, expires: 600 });
}

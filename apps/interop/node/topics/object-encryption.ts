import { buffer } from 'node:stream/consumers';
import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { describe, encryption, etagOf, patternBytes, sseOf, sseRequest, type Encryption } from '../sse-headers.ts';

const BODY = patternBytes(100_000);

/** Request, and every reply to it: the table of protocol reference §2.3. */
function matrix(key: string, defaultKey: string): readonly (readonly [Encryption, Encryption])[] {
  return [
    [encryption(), encryption()],
    [encryption('AES256'), encryption('AES256')],
    [encryption('SM4'), encryption('SM4')],
    [encryption('KMS'), encryption('KMS', defaultKey)],
    [encryption('KMS', key), encryption('KMS', key)],
    [encryption('KMS', null, 'SM4'), encryption('KMS', defaultKey, 'SM4')],
    [encryption('KMS', key, 'SM4'), encryption('KMS', key, 'SM4')],
    [encryption('AES256', null, 'SM4'), encryption('AES256')],
    [encryption('SM4', null, 'SM4'), encryption('SM4')],
    [encryption(null, null, 'SM4'), encryption()],
  ];
}

/** Which encryption a put gets from its headers, and that put, get, stream, range and head all say so. */
export async function objectEncryption(checks: Checks, clients: Clients): Promise<void> {
  const { keyId, keyAlias } = clients.server;
  await clients.withBucket('matrix', async (client) => {
    const defaultKey = sseOf(await client.put('default-key', BODY, { headers: sseRequest(encryption('KMS')) })).keyId ?? '';
    checks.holds('KMS without a key names the default key', defaultKey !== '' && defaultKey !== keyId, defaultKey);
    for (const [wanted, expected] of matrix(keyId, defaultKey)) await putAndRead(checks, client, describe(wanted), wanted, expected);
    await putAndRead(checks, client, 'KMS/-/alias', encryption('KMS', keyAlias), encryption('KMS', keyId));
  });
}

async function putAndRead(checks: Checks, client: OSS, what: string, wanted: Encryption, expected: Encryption): Promise<void> {
  const name = `matrix ${what}`;
  const put = await client.put(name, BODY, { headers: sseRequest(wanted) });
  checks.equal(`${what}: put`, [sseOf(put), put.res.headers['etag']], [expected, etagOf(BODY)]);
  const got = await client.get(name);
  checks.equal(`${what}: get says`, sseOf(got), expected);
  checks.holds(`${what}: get gives the bytes back`, got.content.equals(BODY), got.content.length);
  const { stream, ...reply } = await client.getStream(name);
  checks.equal(`${what}: stream says`, sseOf(reply), expected);
  checks.holds(`${what}: stream gives the bytes back`, (await buffer(stream)).equals(BODY), 'other bytes');
  const part = await client.get(name, { headers: { Range: 'bytes=16380-16390' } });
  checks.equal(`${what}: a range says`, [part.res.status, sseOf(part)], [206, expected]);
  checks.equal(`${what}: a range gives its bytes`, part.content.toString('hex'), BODY.subarray(16_380, 16_391).toString('hex'));
  const head = await client.head(name);
  checks.equal(
    `${what}: head`,
    [sseOf(head), head.res.headers['content-length'], head.res.headers['etag']],
    [expected, String(BODY.length), etagOf(BODY)],
  );
}

import type OSS from 'ali-oss';
import type { Checks } from './checks.ts';
import { crc64 } from './crc64.ts';
import type { Server } from './clients.ts';
import { encryption, sseOf, sseRequest, type Encryption } from './sse-headers.ts';

/** An encryption that objects can have: what a request asks for and what every reply about the object then says. */
export interface NamedEncryption {
  readonly name: string;
  readonly echo: Encryption;
  /** Headers that ask for it; ali-oss writes its own into what it is given, so each call makes new ones. */
  readonly headers: () => Record<string, string>;
}

function named(name: string, wanted: Encryption, echo: Encryption = wanted): NamedEncryption {
  return { name, echo, headers: () => sseRequest(wanted) };
}

/** None, AES256, KMS with the default key, KMS with SM4 data, SM4. */
export async function everyEncryption(client: OSS): Promise<readonly NamedEncryption[]> {
  const { keyId } = sseOf(await client.put('default-key', Buffer.from('body'), { headers: sseRequest(encryption('KMS')) }));
  await client.delete('default-key');
  return [
    named('none', encryption()),
    named('AES256', encryption('AES256')),
    named('KMS', encryption('KMS'), encryption('KMS', keyId)),
    named('KMS/SM4', encryption('KMS', null, 'SM4'), encryption('KMS', keyId, 'SM4')),
    named('SM4', encryption('SM4')),
  ];
}

/** `everyEncryption`, and KMS with two keys of the user's own. */
export async function everyEncryptionAndKey(client: OSS, { keyId, otherKeyId }: Server): Promise<readonly NamedEncryption[]> {
  return [
    ...(await everyEncryption(client)),
    named('KMS key 1', encryption('KMS', keyId)),
    named('KMS key 2', encryption('KMS', otherKeyId)),
  ];
}

/** An object as it should be. */
export interface Expected {
  readonly body: Buffer;
  readonly echo: Encryption;
}

/** get and head must show this body, its CRC-64 and this encryption. */
export async function checkObject(checks: Checks, client: OSS, name: string, what: string, { body, echo }: Expected): Promise<void> {
  const got = await client.get(name);
  checks.equal(`${what}: get says`, [sseOf(got), got.res.headers['x-oss-hash-crc64ecma']], [echo, crc64(body)]);
  checks.holds(`${what}: get gives the bytes`, got.content.equals(body), got.content.length);
  const head = await client.head(name);
  checks.equal(
    `${what}: head says`,
    [sseOf(head), head.res.headers['content-length'], head.res.headers['etag']],
    [echo, String(body.length), got.res.headers['etag']],
  );
}

/** Ranges across and beside each border must give their bytes and show this encryption. */
export async function checkRanges(
  checks: Checks,
  client: OSS,
  name: string,
  { body, echo }: Expected,
  borders: readonly number[],
): Promise<void> {
  for (const border of borders) {
    for (const [start, end] of [
      [border - 1, border],
      [border, border + 4],
      [Math.max(0, border - 70_000), border + 70_000],
    ] as const) {
      const last = Math.min(end, body.length - 1);
      const part = await client.get(name, { headers: { Range: `bytes=${start}-${last}` } });
      const came = [part.res.status, sseOf(part), part.content.equals(body.subarray(start, last + 1))];
      checks.equal(`range ${start}-${last}: status, encryption, right bytes`, came, [206, echo, true]);
    }
  }
}

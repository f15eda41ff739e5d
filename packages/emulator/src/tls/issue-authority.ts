import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Extension } from 'pkijs';
import { authorityConstraints, authorityKey, keyIdentifier, keyUsage, serverAuthentication, subjectKey } from './extensions.ts';
import { nameConstraints } from './name-constraints.ts';
import { OIDS } from './oids.ts';
import { randomSerial } from './random-serial.ts';
import { distinguishedName, signCertificate } from './signed-certificate.ts';

/** Ten years and two days among them, in milliseconds. */
const authorityLife = 3_652 * 86_400_000;

/** How far back certificates are valid, in milliseconds, for clients whose clock is behind. */
export const clockSkew = 3_600_000;

/** A new authority for names in `domains` and this machine's addresses, valid for ten years from `now` (milliseconds since 1970). */
export function issueAuthority(domains: readonly string[], now: number): { readonly der: Uint8Array; readonly privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Each has a name of its own, so that a client that trusts several can tell them apart.
  const mark = Buffer.from(keyIdentifier(publicKey)).toString('hex', 0, 4);
  const name = distinguishedName(OIDS.commonName, `sse-emulator local authority ${mark}`);
  const contents = {
    serial: randomSerial(),
    issuer: name,
    subject: name,
    publicKey,
    notBefore: now - clockSkew,
    notAfter: now + authorityLife,
    extensions: authorityExtensions(publicKey, domains),
  };
  return { der: signCertificate(contents, privateKey), privateKey };
}

/** All that the certificate of an authority with such a key says about it. */
export function authorityExtensions(publicKey: KeyObject, domains: readonly string[]): readonly Extension[] {
  return withUsage(keyUsage('keyCertSign'), publicKey, domains);
}

/** The same in earlier versions, which let it sign lists of revoked certificates too. */
export function earlierAuthorityExtensions(publicKey: KeyObject, domains: readonly string[]): readonly Extension[] {
  return withUsage(keyUsage('keyCertSign', 'crlSign'), publicKey, domains);
}

function withUsage(usage: Extension, publicKey: KeyObject, domains: readonly string[]): readonly Extension[] {
  return [authorityConstraints(), usage, serverAuthentication(), nameConstraints(domains), subjectKey(publicKey), authorityKey(publicKey)];
}

import { generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import type { RelativeDistinguishedNames } from 'pkijs';
import { alternativeNames, authorityKey, keyUsage, serverAuthentication, subjectKey } from './extensions.ts';
import { clockSkew } from './issue-authority.ts';
import { OIDS } from './oids.ts';
import { randomSerial } from './random-serial.ts';
import { distinguishedName, signCertificate } from './signed-certificate.ts';

/** Clients take no server's certificate of more than 398 days. In milliseconds. */
const leafLife = 397 * 86_400_000;

/** The certificate of an authority, its subject, and the private key that signs with it. */
export interface Issuer {
  readonly certificate: X509Certificate;
  readonly name: RelativeDistinguishedNames;
  readonly privateKey: KeyObject;
}

/** A server's certificate and private key, PEM. */
export interface Leaf {
  readonly cert: string;
  readonly key: string;
  /** The last moment at which the certificate is valid, in milliseconds since 1970. */
  readonly notAfter: number;
}

/**
 * A certificate with a new key for a server of these names (lower case) and addresses, valid from `now` (milliseconds since 1970) for 397 days,
 * or as long as the authority's. The names stand in the alternative names only: a common name holds 64 characters, and clients pass it over.
 * Whether the authority may certify the names is the caller's question: clients refuse what it may not.
 */
export function issueLeaf({ certificate, name, privateKey }: Issuer, names: readonly string[], now: number): Leaf {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const notAfter = Math.min(now + leafLife, Date.parse(certificate.validTo));
  const contents = {
    serial: randomSerial(),
    issuer: name,
    subject: distinguishedName(OIDS.organization, 'sse-emulator'),
    publicKey: pair.publicKey,
    notBefore: now - clockSkew,
    notAfter,
    extensions: [
      keyUsage('digitalSignature'),
      serverAuthentication(),
      alternativeNames(names),
      subjectKey(pair.publicKey),
      authorityKey(certificate.publicKey),
    ],
  };
  const cert = new X509Certificate(signCertificate(contents, privateKey)).toString();
  return { cert, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), notAfter };
}

import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { Certificate, type Extension } from 'pkijs';
import { authorityExtensions, earlierAuthorityExtensions } from './issue-authority.ts';
import type { Issuer } from './issue-leaf.ts';
import { permittedDomains } from './name-constraints.ts';
import { OIDS } from './oids.ts';

/** An authority, with the domains that it certifies. */
export interface ReadAuthority extends Issuer {
  readonly domains: readonly string[];
}

/** What a file of an authority holds: private key and certificate, PEM. */
export function authorityText({ der, privateKey }: { readonly der: Uint8Array; readonly privateKey: KeyObject }): string {
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${new X509Certificate(der).toString()}`;
}

/**
 * Reads what `authorityText` wrote of an authority that `issueAuthority` made; gives what is wrong with it as text where it is another one, which
 * may certify more, or it has expired at `now`.
 */
export function readAuthority(text: string, now: number): ReadAuthority | string {
  let privateKey: KeyObject;
  let certificate: X509Certificate;
  try {
    privateKey = createPrivateKey(text);
    certificate = new X509Certificate(text);
  } catch {
    return 'it does not hold a private key and a certificate in PEM';
  }
  if (!certificate.checkPrivateKey(privateKey)) return 'its certificate is not that of its private key';
  const { asymmetricKeyType, asymmetricKeyDetails } = privateKey;
  if (asymmetricKeyType !== 'ec' || asymmetricKeyDetails?.namedCurve !== 'prime256v1') return 'its key is not one on the curve P-256';
  if (!certificate.ca || !certificate.verify(certificate.publicKey))
    return 'its certificate is not that of an authority that signed itself';
  const { subject: name, extensions = [] } = Certificate.fromBER(certificate.raw);
  const constraints = extensions.find(({ extnID }) => extnID === OIDS.nameConstraints);
  const domains = constraints && permittedDomains(constraints);
  if (domains === undefined) return 'its certificate does not have the constraints on names that this server gives to an authority';
  const ours = [authorityExtensions, earlierAuthorityExtensions].map((made) => bytesOf(made(certificate.publicKey, domains)));
  if (!ours.includes(bytesOf(extensions))) return 'its certificate says other things than this server puts into that of an authority';
  if (Date.parse(certificate.validTo) <= now) return `its certificate has expired (${certificate.validTo})`;
  return { certificate, name, privateKey, domains };
}

/** Order counts, and whether an extension is critical. */
function bytesOf(extensions: readonly Extension[]): string {
  return extensions.map((extension) => Buffer.from(extension.toSchema().toBER()).toString('hex')).join(' ');
}

import { sign, type KeyObject } from 'node:crypto';
import { BitString, Integer, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  Certificate,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  Time,
  TimeType,
  type Extension,
} from 'pkijs';
import { OIDS } from './oids.ts';

/** What a certificate says, but for its issuer's signature. */
export interface CertificateContents {
  /** At most 20 bytes, the first of them from 1 to 127. */
  readonly serial: Uint8Array;
  /** From `distinguishedName`, or from a certificate. */
  readonly issuer: RelativeDistinguishedNames;
  readonly subject: RelativeDistinguishedNames;
  readonly publicKey: KeyObject;
  /** Milliseconds since 1970; a certificate knows seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: readonly Extension[];
}

/** A name of one attribute. */
export function distinguishedName(type: string, value: string): RelativeDistinguishedNames {
  return new RelativeDistinguishedNames({ typesAndValues: [new AttributeTypeAndValue({ type, value: new Utf8String({ value }) })] });
}

/** DER of an X.509 certificate, version 3, that `issuerKey` (P-256) signed with ECDSA and SHA-256. */
export function signCertificate(contents: CertificateContents, issuerKey: KeyObject): Uint8Array {
  const algorithm = new AlgorithmIdentifier({ algorithmId: OIDS.ecdsaWithSha256 });
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: contents.serial }),
    issuer: contents.issuer,
    subject: contents.subject,
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(contents.publicKey.export({ type: 'spki', format: 'der' })),
    notBefore: timeOf(contents.notBefore),
    notAfter: timeOf(contents.notAfter),
    extensions: [...contents.extensions],
    signature: algorithm,
    signatureAlgorithm: algorithm,
  });
  const signed = new Uint8Array(certificate.encodeTBS().toBER());
  certificate.tbsView = signed;
  // Node's crypto, not the library's: it signs at once, as a handshake wants it, and needs no copy of the key.
  certificate.signatureValue = new BitString({ valueHex: sign('sha256', signed, issuerKey) });
  return new Uint8Array(certificate.toSchema().toBER());
}

/** Two digits of the year until 2049, four from then on (RFC 5280 §4.1.2.5). */
function timeOf(at: number): Time {
  const value = new Date(at);
  return new Time({ type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime, value });
}

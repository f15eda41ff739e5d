import { X509Certificate } from 'node:crypto';
import { BmpString, Constructed, Integer, ObjectIdentifier, OctetString, Sequence, Set as SetOf, type BaseBlock } from 'asn1js';
import { OIDS } from './oids.ts';

/**
 * A PKCS#12 trust store (RFC 7292) of certificates (PEM), as Java reads it under any password. It has neither encryption nor a MAC: everything
 * in it is public, and a MAC under a password that everybody knows proves nothing. The same certificates give the same bytes.
 */
export function trustStore(certificates: readonly string[]): Uint8Array {
  const bags = certificates.map((certificate, index) => certificateBag(new X509Certificate(certificate).raw, `${index}`));
  const safe = new Sequence({ value: [content(new Sequence({ value: bags }))] });
  return new Uint8Array(new Sequence({ value: [new Integer({ value: 3 }), content(safe)] }).toBER());
}

function certificateBag(der: Uint8Array, name: string): Sequence {
  const certificate = new Sequence({ value: [oid('x509Certificate'), explicit(new OctetString({ valueHex: der }))] });
  const attributes = [attribute('friendlyName', new BmpString({ value: name })), attribute('trustedKeyUsage', oid('anyExtendedKeyUsage'))];
  return new Sequence({ value: [oid('certBag'), explicit(certificate), new SetOf({ value: attributes })] });
}

function attribute(type: keyof typeof OIDS, value: BaseBlock): Sequence {
  return new Sequence({ value: [oid(type), new SetOf({ value: [value] })] });
}

/** ContentInfo of plain data. */
function content(value: BaseBlock): Sequence {
  return new Sequence({ value: [oid('data'), explicit(new OctetString({ valueHex: value.toBER() }))] });
}

function explicit(value: BaseBlock): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [value] });
}

function oid(name: keyof typeof OIDS): ObjectIdentifier {
  return new ObjectIdentifier({ value: OIDS[name] });
}

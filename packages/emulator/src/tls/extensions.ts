import { createHash, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { BitString, OctetString, type BaseBlock } from 'asn1js';
import { AuthorityKeyIdentifier, BasicConstraints, Extension, ExtKeyUsage, GeneralName, GeneralNames } from 'pkijs';
import { addressBytes } from './address-bytes.ts';
import { OIDS } from './oids.ts';

/** Bits of a key usage, the first one is the highest of the first byte (RFC 5280 §4.2.1.3). */
const keyUsages = { digitalSignature: 0x80, keyCertSign: 0x04, crlSign: 0x02 } as const;

/** Critical. An authority for leaves only: whatever it signs, is not one. */
export function authorityConstraints(): Extension {
  return extension(OIDS.basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema(), true);
}

/** Critical. */
export function keyUsage(...uses: readonly (keyof typeof keyUsages)[]): Extension {
  const bits = uses.reduce((sum, use) => sum | keyUsages[use], 0);
  const unusedBits = 31 - Math.clz32(bits & -bits);
  return extension(OIDS.keyUsage, new BitString({ valueHex: Uint8Array.of(bits), unusedBits }), true);
}

export function serverAuthentication(): Extension {
  return extension(OIDS.extKeyUsage, new ExtKeyUsage({ keyPurposes: [OIDS.serverAuth] }).toSchema());
}

/** What the identifiers of a key are made of: 160 bits of SHA-256 over it (RFC 7093 §2, method 1, over the whole key). */
export function keyIdentifier(publicKey: KeyObject): Uint8Array {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

export function subjectKey(publicKey: KeyObject): Extension {
  return extension(OIDS.subjectKeyIdentifier, new OctetString({ valueHex: keyIdentifier(publicKey) }));
}

export function authorityKey(publicKey: KeyObject): Extension {
  const identifier = new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: keyIdentifier(publicKey) }) });
  return extension(OIDS.authorityKeyIdentifier, identifier.toSchema());
}

/** The host names (lower case) and addresses that a certificate is for. */
export function alternativeNames(names: readonly string[]): Extension {
  const all = names.map((name) =>
    isIP(name) === 0
      ? new GeneralName({ type: 2, value: name })
      : new GeneralName({ type: 7, value: new OctetString({ valueHex: addressBytes(name) }) }),
  );
  return extension(OIDS.subjectAltName, new GeneralNames({ names: all }).toSchema());
}

function extension(extnID: ObjectIdentifierText, value: BaseBlock, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER() });
}

type ObjectIdentifierText = (typeof OIDS)[keyof typeof OIDS];

import { fromBER, OctetString } from 'asn1js';
import { Extension, GeneralName, GeneralSubtree, NameConstraints } from 'pkijs';
import { addressBytes } from './address-bytes.ts';
import { certifiedAddresses } from './certified-names.ts';
import { OIDS } from './oids.ts';

/** Tags of the kinds of names among GeneralName's choices (RFC 5280 §4.2.1.6). */
const dnsName = 2;
const ipAddress = 7;

/**
 * The critical extension that lets an authority certify names in `domains` and this machine's addresses, and nothing else of either kind: a
 * constraint on names alone leaves all addresses open (RFC 5280 §4.2.1.10 restricts only the kinds that it mentions).
 */
export function nameConstraints(domains: readonly string[]): Extension {
  const names = domains.map((value) => new GeneralName({ type: dnsName, value }));
  const addresses = certifiedAddresses.map((address) => {
    const bytes = addressBytes(address);
    return new GeneralName({ type: ipAddress, value: new OctetString({ valueHex: Uint8Array.of(...bytes, ...bytes.map(() => 0xff)) }) });
  });
  const permitted = new NameConstraints({ permittedSubtrees: [...names, ...addresses].map((base) => new GeneralSubtree({ base })) });
  return new Extension({ extnID: OIDS.nameConstraints, critical: true, extnValue: permitted.toSchema().toBER() });
}

/**
 * The domains that a `nameConstraints` extension permits; `undefined` where it is not one that `nameConstraints` makes, and so might permit
 * more than a server should be able to certify.
 */
export function permittedDomains(extension: Extension): readonly string[] | undefined {
  const { permittedSubtrees = [] } = new NameConstraints({ schema: fromBER(extension.extnValue.valueBlock.valueHexView).result });
  const domains = permittedSubtrees.flatMap(({ base }) => (base.type === dnsName && typeof base.value === 'string' ? [base.value] : []));
  // An empty one permits every name, and one that begins with a dot is read in more than one way.
  if (domains.some((domain) => domain === '' || domain.startsWith('.'))) return undefined;
  const same = Buffer.from(nameConstraints(domains).toSchema().toBER()).equals(Buffer.from(extension.toSchema().toBER()));
  return same ? domains : undefined;
}

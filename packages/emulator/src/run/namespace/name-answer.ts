import { decode, encode, type Packet, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import { hostKind, vendorDomain } from '../host-kind.ts';

/** What names of the run are told to be. */
export interface NameRules {
  /** IPv4 address of what serves the vendor's names. */
  readonly gateway: string;
  /** Whether names that are neither the vendor's nor this machine's do not exist. */
  readonly blockOthers: boolean;
  /** Told of every name that is refused when its address is asked for. */
  readonly refused: (host: string) => void;
}

/** RFC 1035 §4.1.1. */
const NXDOMAIN = 3;
const SERVFAIL = 2;

/** Seconds: short, for a run is. */
const ttl = 5;

/** The answer to a query (RFC 1035), `undefined` where it is the system's to answer, `'malformed'` for what is none. */
export function answerName(query: Buffer, rules: NameRules): Buffer | undefined | 'malformed' {
  const packet = parsed(query);
  const question = packet?.questions?.[0];
  if (packet === undefined || question === undefined) return 'malformed';
  const host = question.name.toLowerCase().replace(/\.$/, '');
  const refuse = (): Buffer => {
    // The other address is asked for in the same breath.
    if (question.type === 'A') rules.refused(host);
    return response(packet, { code: NXDOMAIN });
  };
  // One of the vendor's with a domain to search behind it.
  if (host.includes(`.${vendorDomain}.`)) return response(packet, { code: NXDOMAIN });
  const kind = hostKind(host);
  if (kind === 'served') return response(packet, question.type === 'A' ? { address: rules.gateway } : {});
  if (kind === 'refused') return refuse();
  return kind === 'other' && rules.blockOthers ? refuse() : undefined;
}

/** The answer to a query that no server answers. */
export function failedName(query: Buffer): Buffer {
  return response(decode(query), { code: SERVFAIL });
}

function parsed(query: Buffer): Packet | undefined {
  try {
    const packet = decode(query);
    return packet.type === 'query' ? packet : undefined;
  } catch {
    return undefined;
  }
}

function response(
  { id, flags = 0, questions = [] }: Packet,
  { code = 0, address }: { readonly code?: number; readonly address?: string },
): Buffer {
  const name = questions[0]?.name ?? '';
  return encode({
    type: 'response',
    ...(id === undefined ? {} : { id }),
    flags: (flags & RECURSION_DESIRED) | RECURSION_AVAILABLE | code,
    questions,
    answers: address === undefined ? [] : [{ type: 'A', name, ttl, data: address }],
  });
}

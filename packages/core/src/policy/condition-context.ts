import { firstValue, type QueryPairs } from '../http/index.ts';
import type { OperationName } from '../operation/index.ts';
import type { ConditionContext } from './judge.ts';

/** What a request says by itself to the conditions of policies. */
export interface RequestFacts {
  /** The address of the peer; IPv4 may be mapped into IPv6, as sockets that take both show it. */
  readonly sourceIp: string;
  /** Absent: the request had no such header, or an interface without headers. */
  readonly userAgent?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** Such as `TLSv1.2`; absent without TLS. */
  readonly tlsVersion?: string | undefined;
  /** Whose signature was verified; absent for anonymous callers. */
  readonly accessKeyId?: string | undefined;
  /** Absent for requests that are none of the object store interface. */
  readonly operation?: OperationName | undefined;
  /** Decoded pairs; of duplicates the first counts. */
  readonly query: QueryPairs;
}

type Entries = readonly (readonly [key: string, value: string])[];

/** Listings of a bucket: what is wanted of them is known by prefix and delimiter, which are `''` when absent. */
const LISTINGS: ReadonlySet<OperationName> = new Set<OperationName>([
  'ListObjects',
  'ListObjectsV2',
  'ListObjectVersions',
  'ListMultipartUploads',
]);

/**
 * The condition keys that a request has by itself: `acs:` of the caller and the connection, `oss:Prefix` and `oss:Delimiter` of listings,
 * `oss:TLSVersion` as `1.2`. Nobody signs with a second factor here, so `acs:MFAPresent` is `false`; an
 * anonymous caller lacks it. `acs:SourceVpc` is never there. Source: protocol reference §5.3.
 */
export function requestContext(facts: RequestFacts): ConditionContext {
  const { sourceIp, userAgent, now, secure, tlsVersion, accessKeyId } = facts;
  const said = Object.fromEntries<string>([
    ['acs:SourceIp', sourceIp.replace(/^::ffff:(?=\d+\.)/i, '')],
    ['acs:CurrentTime', new Date(now).toISOString().replace(/\.\d+/, '')],
    ...given('acs:UserAgent', userAgent),
    ...given('acs:AccessId', accessKeyId),
    ...given('acs:MFAPresent', accessKeyId === undefined ? undefined : 'false'),
    ...given('oss:TLSVersion', secure ? tlsVersion?.replace(/^TLSv/, '') : undefined),
    ...listingEntries(facts),
  ]);
  // The service's own pages disagree about how it is written (protocol reference §5.1).
  return { ...said, 'acs:SecureTransport': secure ? ['true', 'HTTPS'] : ['false', 'HTTP'] };
}

function given(key: string, value: string | undefined): Entries {
  return value === undefined ? [] : [[key, value]];
}

function listingEntries({ operation, query }: RequestFacts): Entries {
  if (operation === undefined || !LISTINGS.has(operation)) return [];
  return [
    ['oss:Prefix', firstValue(query, 'prefix') ?? ''],
    ['oss:Delimiter', firstValue(query, 'delimiter') ?? ''],
  ];
}

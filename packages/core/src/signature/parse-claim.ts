import type { OssError } from '../errors/index.ts';
import { firstValue, type ParsedTarget, type QueryPairs, type WireRequest } from '../http/index.ts';
import type { Claim } from './claim.ts';
import { parseV1Header, parseV1Query } from './parse-v1-claim.ts';
import { parseV2Header, parseV2Query } from './parse-v2-claim.ts';
import { parseV4Header, parseV4Query } from './parse-v4-claim.ts';
import { refuse } from './refusals.ts';

type HeaderParser = (fields: string, headers: WireRequest['headers']) => Claim | OssError;
type QueryParser = (query: QueryPairs) => Claim | OssError;

const HEADER_SCHEMES: ReadonlyMap<string, HeaderParser> = new Map<string, HeaderParser>([
  ['OSS', parseV1Header],
  ['OSS2', parseV2Header],
  ['OSS4-HMAC-SHA256', parseV4Header],
]);

const QUERY_VERSIONS: ReadonlyMap<string, QueryParser> = new Map<string, QueryParser>([
  ['OSS2', parseV2Query],
  ['OSS4-HMAC-SHA256', parseV4Query],
]);

const V1_QUERY_NAMES: ReadonlySet<string> = new Set(['OSSAccessKeyId', 'Expires', 'Signature']);
const VERSIONED_QUERY_NAMES: ReadonlySet<string> = new Set(['x-oss-signature-version', 'x-oss-credential', 'x-oss-signature']);

/**
 * Reads who a request claims to come from, so that the caller can look up the secret; `'anonymous'` when it carries no signature at all.
 * Only the shape is checked here; time, region, token and the signature itself are `verifyClaim`'s, because an unknown access key id
 * outranks them (observed behaviour 8).
 *
 * `InvalidArgument`: malformed Authorization or credential, unknown signature version, signatures in header and query at once.
 * `AccessDenied`: a signed URL that lacks a parameter or whose end of validity is no number. Source: protocol reference §3.1 to §3.4.
 */
export function parseClaim(request: WireRequest, target: ParsedTarget): Claim | 'anonymous' | OssError {
  const authorization = request.headers['authorization'];
  const parseQueryClaim = queryParser(target.query);
  if (authorization === undefined) return parseQueryClaim === undefined ? 'anonymous' : parseQueryClaim(target.query);
  if (parseQueryClaim !== undefined) return refuse('twoSignatures');
  const space = authorization.indexOf(' ');
  const parse = space < 0 ? undefined : HEADER_SCHEMES.get(authorization.slice(0, space));
  return parse === undefined ? refuse('malformedAuthorization') : parse(authorization.slice(space + 1), request.headers);
}

function queryParser(query: QueryPairs): QueryParser | undefined {
  let v1 = false;
  let versioned = false;
  for (const [name] of query) {
    v1 ||= V1_QUERY_NAMES.has(name);
    versioned ||= VERSIONED_QUERY_NAMES.has(name);
  }
  if (versioned) {
    const version = firstValue(query, 'x-oss-signature-version') ?? '';
    return QUERY_VERSIONS.get(version) ?? (() => refuse('unknownSignatureVersion'));
  }
  return v1 ? parseV1Query : undefined;
}

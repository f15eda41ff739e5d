import type { OssError } from '../errors/index.ts';
import { firstValue, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import type { V1HeaderClaim, V1QueryClaim } from './claim.ts';
import { refuse } from './refusals.ts';

const DIGITS = /^\d+$/;

/** Reads `<AccessKeyId>:<signature>`, the part of a V1 Authorization header after the scheme. */
export function parseV1Header(fields: string, headers: HeaderRecord): V1HeaderClaim | OssError {
  const text = fields.trim();
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) return refuse('malformedAuthorization');
  return {
    scheme: 'v1-header',
    accessKeyId: text.slice(0, colon),
    signature: text.slice(colon + 1),
    securityToken: headerToken(headers),
  };
}

/** Reads the parameters of a V1 URL, in the order in which the service checks them (protocol reference §3.2). */
export function parseV1Query(query: QueryPairs): V1QueryClaim | OssError {
  const accessKeyId = firstValue(query, 'OSSAccessKeyId');
  const signature = firstValue(query, 'Signature');
  const expires = firstValue(query, 'Expires');
  if (!accessKeyId || !signature) return refuse('incompleteV1Url');
  if (expires === undefined) return refuse('missingExpires');
  if (expires === '') return refuse('blankExpires');
  if (!DIGITS.test(expires)) return refuse('nonNumericExpires');
  return { scheme: 'v1-query', accessKeyId, signature, expires, securityToken: firstValue(query, 'security-token') };
}

/** The STS token of a request that is signed in its headers; one vendor SDK sends it as `security-token` (protocol reference §3.1). */
export function headerToken(headers: HeaderRecord): string | undefined {
  return headers['x-oss-security-token'] ?? headers['security-token'];
}

import { OssError } from '../errors/index.ts';
import { firstValue, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { parseAdditionalHeaders } from './additional-headers.ts';
import { authorizationFields } from './authorization-fields.ts';
import type { V2HeaderClaim, V2QueryClaim } from './claim.ts';
import { headerToken } from './parse-v1-claim.ts';
import { refuse } from './refusals.ts';

const DIGITS = /^\d+$/;

/** Reads `AccessKeyId:…,[AdditionalHeaders:…,]Signature:…` in any order; the first of a duplicate counts (protocol reference §3.3). */
export function parseV2Header(fields: string, headers: HeaderRecord): V2HeaderClaim | OssError {
  const values = authorizationFields(fields, ':');
  if (values instanceof OssError) return values;
  const accessKeyId = values.get('AccessKeyId');
  const signature = values.get('Signature');
  if (!accessKeyId || !signature) return refuse('malformedAuthorization');
  const additionalHeaders = parseAdditionalHeaders(values.get('AdditionalHeaders'));
  if (additionalHeaders instanceof OssError) return additionalHeaders;
  return { scheme: 'v2-header', accessKeyId, signature, additionalHeaders, securityToken: headerToken(headers) };
}

/**
 * Reads the parameters of a V2 URL, in the order of a V1 URL. Its clients send the STS token as `security-token`; `x-oss-security-token`, the name
 * of V4, means the same.
 */
export function parseV2Query(query: QueryPairs): V2QueryClaim | OssError {
  const accessKeyId = firstValue(query, 'x-oss-access-key-id');
  const signature = firstValue(query, 'x-oss-signature');
  const expires = firstValue(query, 'x-oss-expires');
  if (!accessKeyId || !signature || !expires) return refuse('incompleteV2Url');
  if (!DIGITS.test(expires)) return refuse('nonNumericV2Expires');
  const additionalHeaders = parseAdditionalHeaders(firstValue(query, 'x-oss-additional-headers'));
  if (additionalHeaders instanceof OssError) return additionalHeaders;
  const securityToken = firstValue(query, 'security-token') ?? firstValue(query, 'x-oss-security-token');
  return { scheme: 'v2-query', accessKeyId, signature, additionalHeaders, expires, securityToken };
}

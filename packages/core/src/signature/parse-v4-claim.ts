import { OssError } from '../errors/index.ts';
import { firstValue, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { parseAdditionalHeaders } from './additional-headers.ts';
import { authorizationFields } from './authorization-fields.ts';
import { V4_REQUEST } from './canonical-v4.ts';
import type { V4HeaderClaim, V4QueryClaim, V4Scope } from './claim.ts';
import { headerToken } from './parse-v1-claim.ts';
import { refuse, type REFUSALS } from './refusals.ts';

const DATE = /^\d{8}$/;

interface Credential {
  readonly accessKeyId: string;
  readonly scope: V4Scope;
}

/** Reads `Credential=…,[AdditionalHeaders=…,]Signature=…` in any order, with or without spaces; the first of a duplicate counts. */
export function parseV4Header(fields: string, headers: HeaderRecord): V4HeaderClaim | OssError {
  const values = authorizationFields(fields, '=');
  if (values instanceof OssError) return values;
  const signature = values.get('Signature');
  const credentialText = values.get('Credential');
  if (!signature || !credentialText) return refuse('malformedAuthorization');
  const credential = parseCredential(credentialText);
  if (credential instanceof OssError) return credential;
  const additionalHeaders = parseAdditionalHeaders(values.get('AdditionalHeaders'));
  if (additionalHeaders instanceof OssError) return additionalHeaders;
  return { scheme: 'v4-header', ...credential, additionalHeaders, signature, securityToken: headerToken(headers) };
}

/** Reads the parameters of a V4 URL. */
export function parseV4Query(query: QueryPairs): V4QueryClaim | OssError {
  const signature = firstValue(query, 'x-oss-signature');
  const expires = firstValue(query, 'x-oss-expires');
  const credential = parseCredential(firstValue(query, 'x-oss-credential') ?? '');
  if (credential instanceof OssError) return credential;
  const additionalHeaders = parseAdditionalHeaders(firstValue(query, 'x-oss-additional-headers'));
  if (additionalHeaders instanceof OssError) return additionalHeaders;
  if (expires === undefined) return refuse('missingV4Expires');
  if (signature === undefined) return refuse('missingV4Signature');
  if (signature.trim() === '') return refuse('blankV4Signature');
  return {
    scheme: 'v4-query',
    ...credential,
    additionalHeaders,
    signature,
    expires,
    timestamp: firstValue(query, 'x-oss-date') ?? '',
    securityToken: firstValue(query, 'x-oss-security-token'),
  };
}

/** Reads `<AccessKeyId>/<date>/<region>/<product>/aliyun_v4_request`; `malformed` names the refusal of what has another form. */
export function parseCredential(text: string, malformed: keyof typeof REFUSALS = 'malformedCredential'): Credential | OssError {
  const parts = text.split('/');
  const [accessKeyId, date, region, product, request] = parts;
  if (parts.length !== 5 || request !== V4_REQUEST || !accessKeyId || date === undefined || !region || !product) {
    return refuse(malformed);
  }
  return DATE.test(date) ? { accessKeyId, scope: { date, region, product } } : refuse('malformedCredentialDate');
}

import { formatHttpDate, type HeaderRecord } from '../http/index.ts';
import { V2_ALGORITHM, v2Frame, v2Signature, v2StringToSign } from './canonical-v2.ts';
import { lowerCaseHeaders, type SignableRequest, type SigningCredentials } from './signable-request.ts';

/** What `signV2Header` needs besides the request. */
export interface V2HeaderOptions {
  readonly credentials: SigningCredentials;
  /** Time of signing, ms since the epoch; used when the request carries neither `x-oss-date` nor `Date`. */
  readonly now: number;
  /** Headers to sign besides the usual ones; those that the request lacks or that are signed anyway are left out. */
  readonly additionalHeaders?: readonly string[] | undefined;
}

/**
 * The headers (lower case) to add to a request so that it is signed with V2: `authorization`, `date` when the request has no date,
 * `x-oss-security-token` when the credentials have one. Source: protocol reference §3.3.
 */
export function signV2Header(request: SignableRequest, options: V2HeaderOptions): Record<string, string> {
  const { credentials, now } = options;
  const sent = lowerCaseHeaders(request.headers);
  const added: Record<string, string> = {};
  if (sent['x-oss-date'] === undefined && sent['date'] === undefined) added['date'] = formatHttpDate(now);
  if (credentials.securityToken !== undefined) added['x-oss-security-token'] = credentials.securityToken;
  const headers = lowerCaseHeaders(sent, added);
  const additionalHeaders = effectiveAdditionalHeaders(options.additionalHeaders, headers);
  const date = headers['x-oss-date'] ?? headers['date'] ?? '';
  const frame = v2Frame({ method: request.method, headers, query: request.query ?? [], additionalHeaders, date });
  const signature = v2Signature(credentials.accessKeySecret, v2StringToSign(frame, request));
  const fields = [`AccessKeyId:${credentials.accessKeyId}`];
  if (additionalHeaders.length > 0) fields.push(`AdditionalHeaders:${additionalHeaders.join(';')}`);
  return { ...added, authorization: `${V2_ALGORITHM} ${fields.join(',')},Signature:${signature}` };
}

/** What `presignV2` needs besides the request. */
export interface V2UrlOptions {
  readonly credentials: SigningCredentials;
  /** End of validity, whole seconds since the epoch. */
  readonly expires: number;
  /** As in `V2HeaderOptions`. */
  readonly additionalHeaders?: readonly string[] | undefined;
}

/**
 * The query pairs to add to a URL so that whoever has it may send this request until `expires`; headers of the request that V2 signs
 * must then be sent exactly so. Source: protocol reference §3.3.
 */
export function presignV2(request: SignableRequest, options: V2UrlOptions): [string, string][] {
  const { credentials } = options;
  const date = String(options.expires);
  const headers = lowerCaseHeaders(request.headers);
  const additionalHeaders = effectiveAdditionalHeaders(options.additionalHeaders, headers);
  const added: [string, string][] = [];
  if (credentials.securityToken !== undefined) added.push(['security-token', credentials.securityToken]);
  added.push(['x-oss-signature-version', V2_ALGORITHM], ['x-oss-expires', date], ['x-oss-access-key-id', credentials.accessKeyId]);
  if (additionalHeaders.length > 0) added.push(['x-oss-additional-headers', additionalHeaders.join(';')]);
  const query = [...(request.query ?? []), ...added];
  const frame = v2Frame({ method: request.method, headers, query, additionalHeaders, date });
  return [...added, ['x-oss-signature', v2Signature(credentials.accessKeySecret, v2StringToSign(frame, request))]];
}

function effectiveAdditionalHeaders(names: readonly string[] = [], headers: HeaderRecord): string[] {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return [...lower].filter((name) => !name.startsWith('x-oss-') && headers[name] !== undefined).toSorted();
}

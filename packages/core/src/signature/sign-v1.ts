import { formatHttpDate } from '../http/index.ts';
import { v1Frame, v1Signature, v1StringToSign } from './canonical-v1.ts';
import { lowerCaseHeaders, type SignableRequest, type SigningCredentials } from './signable-request.ts';

/** What `signV1Header` needs besides the request. */
export interface V1HeaderOptions {
  readonly credentials: SigningCredentials;
  /** Time of signing, ms since the epoch; used when the request carries neither `x-oss-date` nor `Date`. */
  readonly now: number;
}

/**
 * The headers (lower case) to add to a request so that it is signed with V1: `authorization`, `x-oss-date` when the request has no
 * date, `x-oss-security-token` when the credentials have one. Source: protocol reference §3.1.
 */
export function signV1Header(request: SignableRequest, { credentials, now }: V1HeaderOptions): Record<string, string> {
  const headers = lowerCaseHeaders(request.headers);
  const added: Record<string, string> = {};
  if (headers['x-oss-date'] === undefined && headers['date'] === undefined) added['x-oss-date'] = formatHttpDate(now);
  if (credentials.securityToken !== undefined) added['x-oss-security-token'] = credentials.securityToken;
  Object.assign(headers, added);
  const date = headers['x-oss-date'] ?? headers['date'] ?? '';
  const frame = v1Frame({ method: request.method, headers, query: request.query ?? [], date });
  const signature = v1Signature(credentials.accessKeySecret, v1StringToSign(frame, request));
  return { ...added, authorization: `OSS ${credentials.accessKeyId}:${signature}` };
}

/** What `presignV1` needs besides the request. */
export interface V1UrlOptions {
  readonly credentials: SigningCredentials;
  /** End of validity, whole seconds since the epoch. */
  readonly expires: number;
}

/**
 * The query pairs to add to a URL so that whoever has it may send this request until `expires`; headers of the request that V1 signs
 * (Content-Type, Content-MD5, x-oss-*) must then be sent exactly so. Source: protocol reference §3.2.
 */
export function presignV1(request: SignableRequest, { credentials, expires }: V1UrlOptions): [string, string][] {
  const token: [string, string][] = credentials.securityToken === undefined ? [] : [['security-token', credentials.securityToken]];
  const date = String(expires);
  const query = [...(request.query ?? []), ...token];
  const frame = v1Frame({ method: request.method, headers: lowerCaseHeaders(request.headers), query, date });
  const signature = v1Signature(credentials.accessKeySecret, v1StringToSign(frame, request));
  return [['OSSAccessKeyId', credentials.accessKeyId], ['Expires', date], ['Signature', signature], ...token];
}

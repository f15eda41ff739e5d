import { Fault } from '../errors/index.ts';
import { formatBasicIso, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import {
  deriveV4Key,
  isSignedByDefault,
  MAX_V4_EXPIRES_SECONDS,
  scopeText,
  UNSIGNED_PAYLOAD,
  V4_ALGORITHM,
  v4CanonicalRequest,
  v4Frame,
  v4Signature,
  v4StringToSign,
  type DeriveV4Key,
} from './canonical-v4.ts';
import type { V4Scope } from './claim.ts';
import { lowerCaseHeaders, type SignableRequest, type SigningCredentials } from './signable-request.ts';

/** What `signV4Header` needs besides the request. */
export interface V4HeaderOptions {
  readonly credentials: SigningCredentials;
  /** Time of signing, ms since the epoch. */
  readonly now: number;
  /** Region id without `oss-`, such as `cn-hangzhou`; for a cloud box its id. */
  readonly region: string;
  /** `oss` when absent; `oss-cloudbox` for a cloud box. */
  readonly product?: string | undefined;
  /** Headers to sign besides the usual ones; those that the request lacks or that are signed anyway are left out. */
  readonly additionalHeaders?: readonly string[] | undefined;
  /** A cache around `deriveV4Key`; the plain function when absent. */
  readonly deriveKey?: DeriveV4Key | undefined;
}

/**
 * The headers (lower case) to add to a request so that it is signed with V4: `x-oss-date`, `x-oss-content-sha256`, `authorization`,
 * and `x-oss-security-token` when the credentials have one. Source: protocol reference §3.4.
 */
export function signV4Header(request: SignableRequest, options: V4HeaderOptions): Record<string, string> {
  const { credentials } = options;
  const { timestamp, scope } = signingMoment(options);
  const added: Record<string, string> = { 'x-oss-date': timestamp, 'x-oss-content-sha256': UNSIGNED_PAYLOAD };
  if (credentials.securityToken !== undefined) added['x-oss-security-token'] = credentials.securityToken;
  const headers = lowerCaseHeaders(request.headers, added);
  const additionalHeaders = effectiveAdditionalHeaders(options.additionalHeaders, headers);
  const signature = sign({ request, headers, query: request.query ?? [], additionalHeaders, timestamp, scope, options });
  const fields = [`Credential=${credentials.accessKeyId}/${scopeText(scope)}`];
  if (additionalHeaders.length > 0) fields.push(`AdditionalHeaders=${additionalHeaders.join(';')}`);
  return { ...added, authorization: `${V4_ALGORITHM} ${fields.join(',')},Signature=${signature}` };
}

/** What `presignV4` needs besides the request. */
export interface V4UrlOptions extends V4HeaderOptions {
  /** Seconds of validity from `now` on, 1 to 604800. */
  readonly expires: number;
}

/**
 * The query pairs to add to a URL so that whoever has it may send this request for `expires` seconds; headers of the request that V4
 * signs must then be sent exactly so. Throws `Fault` `misuse` when `expires` is out of range. Source: protocol reference §3.4.
 */
export function presignV4(request: SignableRequest, options: V4UrlOptions): [string, string][] {
  const { credentials, expires } = options;
  if (!Number.isInteger(expires) || expires < 1 || expires > MAX_V4_EXPIRES_SECONDS) {
    throw new Fault('misuse', `A V4 URL is valid for 1 to ${MAX_V4_EXPIRES_SECONDS} whole seconds, not ${expires}.`);
  }
  const { timestamp, scope } = signingMoment(options);
  const headers = lowerCaseHeaders(request.headers);
  const additionalHeaders = effectiveAdditionalHeaders(options.additionalHeaders, headers);
  const added: [string, string][] = [
    ['x-oss-signature-version', V4_ALGORITHM],
    ['x-oss-credential', `${credentials.accessKeyId}/${scopeText(scope)}`],
    ['x-oss-date', timestamp],
    ['x-oss-expires', String(expires)],
  ];
  if (additionalHeaders.length > 0) added.push(['x-oss-additional-headers', additionalHeaders.join(';')]);
  if (credentials.securityToken !== undefined) added.push(['x-oss-security-token', credentials.securityToken]);
  const query = [...(request.query ?? []), ...added];
  const signature = sign({ request, headers, query, additionalHeaders, timestamp, scope, options });
  return [...added, ['x-oss-signature', signature]];
}

interface SigningInput {
  readonly request: SignableRequest;
  readonly headers: HeaderRecord;
  readonly query: QueryPairs;
  readonly additionalHeaders: readonly string[];
  readonly timestamp: string;
  readonly scope: V4Scope;
  readonly options: V4HeaderOptions;
}

function sign({ request, headers, query, additionalHeaders, timestamp, scope, options }: SigningInput): string {
  const frame = v4Frame({ method: request.method, headers, query, additionalHeaders, payloadHash: UNSIGNED_PAYLOAD });
  const stringToSign = v4StringToSign(timestamp, scope, v4CanonicalRequest(frame, request));
  const derive = options.deriveKey ?? deriveV4Key;
  return v4Signature(derive(options.credentials.accessKeySecret, scope), stringToSign);
}

function signingMoment({ now, region, product = 'oss' }: V4HeaderOptions): { timestamp: string; scope: V4Scope } {
  const timestamp = formatBasicIso(now);
  return { timestamp, scope: { date: timestamp.slice(0, 8), region, product } };
}

function effectiveAdditionalHeaders(names: readonly string[] = [], headers: HeaderRecord): string[] {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return [...lower].filter((name) => !isSignedByDefault(name) && headers[name]).toSorted();
}

import type { WireRequest } from '../../../src/http/index.ts';
import { parameter } from './mutant.ts';

/** How a capture is signed. */
export interface Scheme {
  readonly version: 'V1' | 'V2' | 'V4';
  readonly inUrl: boolean;
}

/**
 * What V1 signs of a query, written from protocol reference §3.1 and from the SDKs' own lists and not taken from the code under test.
 * `accessmonitor`, which the reference lists, is signed by no SDK.
 */
export const V1_SUB_RESOURCES: readonly string[] = (
  'acl uploads location cors logging website referer lifecycle delete append tagging objectMeta uploadId partNumber security-token position ' +
  'img style styleName replication replicationProgress replicationLocation cname bucketInfo comp qos live status vod startTime endTime ' +
  'symlink response-content-type response-content-language response-expires response-cache-control response-content-disposition ' +
  'response-content-encoding udf udfName udfImage udfId udfImageDesc udfApplication udfApplicationLog restore callback callback-var ' +
  'qosInfo policy stat encryption versions versioning versionId requestPayment sequential inventory inventoryId continuation-token ' +
  'asyncFetch worm wormId wormExtend withHashContext transferAcceleration regionList cloudboxes metaQuery resourceGroup rtc ' +
  'responseHeader x-oss-process x-oss-traffic-limit x-oss-anything'
).split(' ');

/** Parameters that V1 never signs (protocol reference §3.1). */
export const V1_UNSIGNED_PARAMETERS: readonly string[] = (
  'prefix marker delimiter max-keys encoding-type list-type start-after fetch-owner key-marker version-id-marker max-uploads ' +
  'upload-id-marker max-parts part-number-marker tag-key quiet whatever'
).split(' ');

/** Parameters that say who signed and how: their mutants have a list of their own. */
export const CARRIERS: ReadonlySet<string> = new Set([
  'OSSAccessKeyId',
  'Expires',
  'Signature',
  'security-token',
  'x-oss-signature-version',
  'x-oss-credential',
  'x-oss-access-key-id',
  'x-oss-date',
  'x-oss-expires',
  'x-oss-signature',
  'x-oss-security-token',
]);

export function schemeOf(name: string): Scheme {
  return { version: name.includes('V1') ? 'V1' : name.includes('V2') ? 'V2' : 'V4', inUrl: name.endsWith('query') };
}

/** The names that a request asks to be signed besides the usual ones. */
export function additionalNames(request: WireRequest): readonly string[] {
  const inHeader = /AdditionalHeaders[=:]([^,]*)/.exec(request.headers['authorization'] ?? '')?.[1];
  return (parameter(request, 'x-oss-additional-headers') ?? inHeader)?.toLowerCase().split(';') ?? [];
}

export function isSignedHeader(name: string, request: WireRequest, { version, inUrl }: Scheme): boolean {
  if (name.startsWith('x-oss-') || name === 'content-type' || name === 'content-md5') return true;
  if (name === 'date' && !inUrl && request.headers['x-oss-date'] === undefined) return true;
  return version !== 'V1' && additionalNames(request).includes(name);
}

export function isSignedParameter(name: string, { version }: Scheme): boolean {
  return version !== 'V1' || name.startsWith('x-oss-') || V1_SUB_RESOURCES.includes(name);
}

import { OssError } from '../errors/index.ts';
import { firstValue, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { authorizationFields } from './authorization-fields.ts';
import type { V2Claim } from './claim.ts';
import { headerToken } from './parse-v1-claim.ts';
import { refuse } from './refusals.ts';

/** Reads who signed from `AccessKeyId:…,[AdditionalHeaders:…,]Signature:…` (protocol reference §3.3). */
export function parseV2Header(fields: string, headers: HeaderRecord): V2Claim | OssError {
  const values = authorizationFields(fields, ':');
  if (values instanceof OssError) return values;
  const accessKeyId = values.get('AccessKeyId');
  const signature = values.get('Signature');
  if (!accessKeyId || !signature) return refuse('malformedAuthorization');
  return { scheme: 'v2', accessKeyId, signature, securityToken: headerToken(headers) };
}

/** Reads who signed a V2 URL; one that does not say so is refused as what it is. */
export function parseV2Query(query: QueryPairs): V2Claim | OssError {
  const accessKeyId = firstValue(query, 'x-oss-access-key-id');
  if (!accessKeyId) return refuse('signatureV2');
  const signature = firstValue(query, 'x-oss-signature') ?? '';
  return { scheme: 'v2', accessKeyId, signature, securityToken: firstValue(query, 'x-oss-security-token') };
}

import { OssError } from '../errors/index.ts';
import { V4_ALGORITHM } from './canonical-v4.ts';
import type { PostClaim, PostV4Claim } from './claim.ts';
import { parseCredential } from './parse-v4-claim.ts';
import { refuse } from './refusals.ts';

/** Fields of a form by names in lower case. */
type Fields = ReadonlyMap<string, string>;

/**
 * Reads who a form claims to come from; `'anonymous'` when it has no policy. Only the shape is checked here, as in `parseClaim`.
 * `InvalidArgument`: no access key id, no signature or a blank one (EC 703, 704), a malformed credential (EC 710), an unknown
 * version; OSS2, which no client signs forms with, is one. Source: protocol reference §3.5.
 */
export function parsePostClaim(fields: Fields): PostClaim | 'anonymous' | OssError {
  const policy = fields.get('policy');
  if (!policy) return 'anonymous';
  const version = fields.get('x-oss-signature-version');
  if (version !== undefined && version !== V4_ALGORITHM) return refuse('unknownSignatureVersion');
  const v4 = version === undefined ? undefined : v4Parts(fields);
  if (v4 instanceof OssError) return v4;
  const accessKeyId = v4?.accessKeyId ?? fields.get('ossaccesskeyid');
  if (!accessKeyId) return refuse('emptyPostAccessKeyId');
  const signature = fields.get(v4 === undefined ? 'signature' : 'x-oss-signature');
  if (signature === undefined) return refuse('missingPostSignature');
  if (signature.trim() === '') return refuse('blankPostSignature');
  const common = { accessKeyId, signature, policy, securityToken: fields.get('x-oss-security-token') };
  return v4 === undefined ? { scheme: 'v1-post', ...common } : { scheme: 'v4-post', ...v4, ...common };
}

function v4Parts(fields: Fields): Pick<PostV4Claim, 'accessKeyId' | 'scope' | 'timestamp'> | OssError {
  const credential = parseCredential(fields.get('x-oss-credential') ?? '', 'malformedPostCredential');
  return credential instanceof OssError ? credential : { ...credential, timestamp: fields.get('x-oss-date') ?? '' };
}

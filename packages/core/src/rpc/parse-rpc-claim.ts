import { RpcError } from '../errors/index.ts';
import { parseIsoSeconds, type HeaderRecord } from '../http/index.ts';
import { ACS3_ALGORITHM, acs3RequiredHeaders } from './canonical-acs3.ts';
import type { Acs3Claim, RpcClaim, RpcRequest, RpcV1Claim } from './rpc-claim.ts';
import { invalidParameter, missingParameter, type RpcParameters } from './rpc-parameters.ts';

/** What the parameters of a version 1.0 signature must say, where they say anything. */
const FIXED = { SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0' } as const;
/** Headers without which an ACS3 signature says nothing of what is asked, where and when. */
const NEEDED_HEADERS = ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-content-sha256'] as const;

/** Whether a request is signed with ACS3 rather than in its parameters. */
export function isAcs3(headers: HeaderRecord): boolean {
  return headers['authorization']?.startsWith('ACS3-') === true;
}

/**
 * Who a request says it comes from. 400 `IncompleteSignature` without a signature or with one that leaves out what it has to cover, 400
 * `MissingParameter`, 400 `InvalidParameter` for another algorithm, 400 `IllegalTimestamp` for what is no time. Source: protocol reference §6.1.
 */
export function parseRpcClaim({ headers, parameters }: Pick<RpcRequest, 'headers' | 'parameters'>): RpcClaim | RpcError {
  return isAcs3(headers) ? parseAcs3(headers) : parseV1(parameters);
}

function parseV1(parameters: RpcParameters): RpcV1Claim | RpcError {
  const missing = ['AccessKeyId', 'SignatureMethod', 'SignatureVersion', 'Timestamp'].find((name) => !parameters.get(name));
  if (missing !== undefined) return missingParameter(missing);
  for (const [name, value] of Object.entries(FIXED)) if (parameters.get(name) !== value) return invalidParameter(name);
  // Clients send it empty; anything else asks for another kind of credentials.
  if (parameters.get('SignatureType')) return invalidParameter('SignatureType');
  const signature = parameters.get('Signature');
  if (!signature) return new RpcError('IncompleteSignature');
  const signedAt = parseIsoSeconds(parameters.get('Timestamp') ?? '');
  if (signedAt === undefined) return new RpcError('IllegalTimestamp');
  return {
    scheme: 'rpc',
    accessKeyId: parameters.get('AccessKeyId') ?? '',
    signature,
    securityToken: parameters.get('SecurityToken'),
    signedAt,
  };
}

function parseAcs3(headers: HeaderRecord): Acs3Claim | RpcError {
  const [algorithm, fields = ''] = (headers['authorization'] ?? '').split(/ (.*)/s);
  if (algorithm !== ACS3_ALGORITHM) return incomplete(`The algorithm must be ${ACS3_ALGORITHM}.`);
  const values = new Map(fields.split(',').map((field) => fieldOf(field)));
  const [accessKeyId, signature] = [values.get('Credential'), values.get('Signature')];
  if (!accessKeyId || !signature) return incomplete('The Authorization header needs Credential, SignedHeaders and Signature.');
  const missing = NEEDED_HEADERS.find((name) => !headers[name]);
  if (missing !== undefined) return missingParameter(missing);
  const signedHeaders = [...new Set((values.get('SignedHeaders') ?? '').split(';'))].toSorted();
  const unsigned = acs3RequiredHeaders(headers).find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) return incomplete(`The header ${unsigned} must be signed.`);
  const signedAt = parseIsoSeconds(headers['x-acs-date'] ?? '');
  if (signedAt === undefined) return new RpcError('IllegalTimestamp');
  return { scheme: 'acs3', accessKeyId, signature, signedHeaders, securityToken: headers['x-acs-security-token'], signedAt };
}

function fieldOf(field: string): [name: string, value: string] {
  const mark = field.indexOf('=');
  return mark < 0 ? [field.trim(), ''] : [field.slice(0, mark).trim(), field.slice(mark + 1).trim()];
}

function incomplete(reason: string): RpcError {
  return new RpcError('IncompleteSignature', `The request signature does not conform to Aliyun standards. ${reason}`);
}

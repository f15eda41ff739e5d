import type { OssErrorCode } from '../../../src/errors/index.ts';
import type { WireRequest } from '../../../src/http/index.ts';
import { moved } from './header-mutants.ts';
import { altered, otherCase, parameter, sibling, targetParts, withHeader, withParameter, withTarget, type SignedMutant } from './mutant.ts';
import { CAPTURE_CLOCK } from '../signer-vectors.ts';
import type { Scheme } from './signed-elements.ts';

const MINUTE = 60_000;

/** Signature, access key, scope, validity, version and token, each changed. */
export function carrierMutants(request: WireRequest, scheme: Scheme): SignedMutant[] {
  return scheme.inUrl ? urlMutants(request, scheme) : authorizationMutants(request, scheme);
}

function authorizationMutants(request: WireRequest, scheme: Scheme): SignedMutant[] {
  const text = request.headers['authorization'] ?? '';
  const at = (change: string, value: string, code: OssErrorCode): SignedMutant => ({
    change: `authorization: ${change}`,
    request: withHeader(request, 'authorization', value),
    code,
  });
  const signature = /(?:Signature[=:]|OSS [^:]*:)([^,]*)/.exec(text)?.[1] ?? '';
  const withSignature = (other: string) => text.replace(signature, () => other);
  return [
    ...otherSignatures(signature).map(([change, other]) => at(change, withSignature(other), 'SignatureDoesNotMatch')),
    at('signature emptied', withSignature(''), 'InvalidArgument'),
    at('emptied', '', 'InvalidArgument'),
    at('another scheme', `OSS3${text}`, 'InvalidArgument'),
    at('another access key', text.replace(/\bak\b/, 'al'), 'InvalidAccessKeyId'),
    at('the access key in upper case', text.replace(/\bak\b/, 'AK'), 'InvalidAccessKeyId'),
    ...(scheme.version === 'V1' ? [] : additionalHeaderMutants(text, at)),
    ...(scheme.version === 'V4' ? otherScopes(text).map(([change, other, code]) => at(change, other, code)) : []),
  ];
}

type MutantAt = (change: string, value: string, code: OssErrorCode) => SignedMutant;

function additionalHeaderMutants(text: string, at: MutantAt): SignedMutant[] {
  const named = /,? ?AdditionalHeaders[=:][^,]*/.exec(text)?.[0];
  const mark = text.startsWith('OSS2') ? ':' : '=';
  if (named === undefined) return [at('additional headers named', `${text},AdditionalHeaders${mark}host`, 'SignatureDoesNotMatch')];
  return [
    at('additional headers removed', text.replace(named, ''), 'SignatureDoesNotMatch'),
    at('one more additional header', text.replace(named, `${named};zzz`), 'SignatureDoesNotMatch'),
  ];
}

/** Every character replaced by one of its class, every letter in the other case, and other lengths. */
function otherSignatures(signature: string): [change: string, signature: string][] {
  const put = (at: number, character: string) => `${signature.slice(0, at)}${character}${signature.slice(at + 1)}`;
  const characters = Array.from(signature).flatMap((character, at): [string, string][] => [
    [`character ${at} of the signature`, put(at, sibling(character))],
    [`case of character ${at} of the signature`, put(at, otherCase(character))],
  ]);
  const lengths: [string, string][] = [
    ['signature shortened', signature.slice(0, -1)],
    ['signature lengthened', `${signature}A`],
    ['signature doubled', `${signature}${signature}`],
    ['signature of one character', signature.slice(0, 1)],
  ];
  return [...characters, ...lengths].filter(([, other]) => other !== signature);
}

/** A text that holds `ak/<date>/<region>/<product>/aliyun_v4_request` with each part changed. */
function otherScopes(text: string): [change: string, text: string, code: OssErrorCode][] {
  const [, date = '', region = '', product = ''] = /ak\/([^/]*)\/([^/]*)\/([^/]*)\/aliyun_v4_request/.exec(text) ?? [];
  const put = (other: string) => text.replace(/ak\/.*\/aliyun_v4_request/, other);
  return [
    ['another date in the scope', put(`ak/${altered(date)}/${region}/${product}/aliyun_v4_request`), 'InvalidArgument'],
    ['no date in the scope', put(`ak/2026-11-21/${region}/${product}/aliyun_v4_request`), 'InvalidArgument'],
    ['another region', put(`ak/${date}/${altered(region)}/${product}/aliyun_v4_request`), 'SignatureDoesNotMatch'],
    ['another served product', put(`ak/${date}/${region}/oss-cloudbox/aliyun_v4_request`), 'SignatureDoesNotMatch'],
    ['another product', put(`ak/${date}/${region}/kms/aliyun_v4_request`), 'InvalidArgument'],
    ['another last part', put(`ak/${date}/${region}/${product}/aliyun_v5_request`), 'InvalidArgument'],
    ['a part less', put(`ak/${date}/${region}/aliyun_v4_request`), 'InvalidArgument'],
  ];
}

/** The names by which a URL of each version carries what says who signed. */
const NAMES = {
  V1: { accessKeyId: 'OSSAccessKeyId', expires: 'Expires', signature: 'Signature', token: 'security-token' },
  V2: { accessKeyId: 'x-oss-access-key-id', expires: 'x-oss-expires', signature: 'x-oss-signature', token: 'security-token' },
  V4: { accessKeyId: 'x-oss-credential', expires: 'x-oss-expires', signature: 'x-oss-signature', token: 'x-oss-security-token' },
} as const satisfies Record<Scheme['version'], object>;

function urlMutants(request: WireRequest, { version }: Scheme): SignedMutant[] {
  const names = NAMES[version];
  const sent = (name: string) => parameter(request, name) ?? '';
  const at = (name: string, values: readonly string[], code: OssErrorCode): SignedMutant => ({
    change: `${name} ${values.length === 0 ? 'removed' : `is ${values.join(' and ')}`}`,
    request: withParameter(request, name, values),
    code,
  });
  const accessKey = sent(names.accessKeyId);
  const incomplete = version === 'V4' ? 'InvalidArgument' : 'AccessDenied';
  return [
    ...otherSignatures(sent(names.signature)).map(([, other]) => at(names.signature, [other], 'SignatureDoesNotMatch')),
    at(names.signature, [], 'AccessDenied'),
    at(names.signature, [''], 'AccessDenied'),
    at(names.signature, ['first', sent(names.signature)], 'SignatureDoesNotMatch'),
    at(names.accessKeyId, [accessKey.replace('ak', 'al')], 'InvalidAccessKeyId'),
    at(names.accessKeyId, [accessKey.replace('ak', 'al'), accessKey], 'InvalidAccessKeyId'),
    at(names.accessKeyId, [], incomplete),
    at(names.accessKeyId, [''], incomplete),
    ...(version === 'V4' ? v4ValidityMutants(sent, at) : epochMutants(names.expires, sent(names.expires), at)),
    ...(version === 'V1' ? [] : versionMutants(at)),
    ...tokenMutants(request, names.token, at),
  ];
}

type ParameterMutant = (name: string, values: readonly string[], code: OssErrorCode) => SignedMutant;

function epochMutants(name: string, expires: string, at: ParameterMutant): SignedMutant[] {
  return [
    at(name, [String(Number(expires) + 1)], 'SignatureDoesNotMatch'),
    at(name, [`0${expires}`], 'SignatureDoesNotMatch'),
    at(name, ['1'], 'AccessDenied'),
    at(name, ['1e10'], 'AccessDenied'),
    at(name, [''], 'AccessDenied'),
    at(name, [], 'AccessDenied'),
    at(name, [String(Number(expires) + 1), expires], 'SignatureDoesNotMatch'),
  ];
}

function v4ValidityMutants(sent: (name: string) => string, at: ParameterMutant): SignedMutant[] {
  const [expires, date, credential] = [sent('x-oss-expires'), sent('x-oss-date'), sent('x-oss-credential')];
  return [
    at('x-oss-expires', [String(Number(expires) + 1)], 'SignatureDoesNotMatch'),
    at('x-oss-expires', [`0${expires}`], 'SignatureDoesNotMatch'),
    at('x-oss-expires', ['604801'], 'InvalidArgument'),
    { ...at('x-oss-expires', ['1'], 'AccessDenied'), known: { now: CAPTURE_CLOCK + MINUTE } },
    at('x-oss-expires', [], 'AccessDenied'),
    at('x-oss-date', [moved(date, 1000)], 'SignatureDoesNotMatch'),
    at('x-oss-date', [moved(date, 86_400_000)], 'InvalidArgument'),
    at('x-oss-date', [], 'AccessDenied'),
    ...otherScopes(credential).map(([, other, code]) => at('x-oss-credential', [other], code)),
  ];
}

function versionMutants(at: ParameterMutant): SignedMutant[] {
  return [
    at('x-oss-signature-version', [], 'InvalidArgument'),
    at('x-oss-signature-version', ['OSS5'], 'InvalidArgument'),
    at('x-oss-signature-version', ['oss2'], 'InvalidArgument'),
  ];
}

function tokenMutants(request: WireRequest, name: string, at: ParameterMutant): SignedMutant[] {
  const token = parameter(request, name);
  if (token !== undefined) {
    return [
      at(name, [altered(token)], 'InvalidSecurityToken'),
      at(name, [''], 'InvalidSecurityToken'),
      at(name, ['first', token], 'InvalidSecurityToken'),
      at(name, [], 'InvalidAccessKeyId'),
    ];
  }
  const pieces = [...targetParts(request).pieces, `${name}=token`];
  return [{ change: `${name} added`, request: withTarget(request, { pieces }), code: 'InvalidSecurityToken' }];
}

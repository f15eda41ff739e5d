import type { OssErrorCode } from '../../../src/errors/index.ts';
import type { WireRequest } from '../../../src/http/index.ts';
import { altered, withHeader, type SignedMutant } from './mutant.ts';
import { isSignedHeader, type Scheme } from './signed-elements.ts';

const SECOND = 1000;
const YEAR = 365 * 86_400 * SECOND;
const MAY_BE_ADDED = [
  'x-oss-meta-added',
  'x-oss-object-acl',
  'x-oss-server-side-encryption',
  'x-oss-copy-source',
  'content-type',
  'content-md5',
];

/** Every signed header altered, emptied and removed, and headers added that would be signed. */
export function headerMutants(request: WireRequest, scheme: Scheme): SignedMutant[] {
  const names = Object.keys(request.headers).filter((name) => name !== 'authorization' && isSignedHeader(name, request, scheme));
  const added = MAY_BE_ADDED.filter((name) => request.headers[name] === undefined);
  return [
    ...names.flatMap((name) => (isDate(name, scheme) ? dateMutants(request, name, scheme) : valueMutants(request, name))),
    ...added.map((name) => mutant(request, name, 'added', 'AES256', 'SignatureDoesNotMatch')),
    ...(request.headers['x-oss-security-token'] === undefined && !scheme.inUrl
      ? [mutant(request, 'x-oss-security-token', 'added', 'token', 'InvalidSecurityToken')]
      : []),
  ];
}

function valueMutants(request: WireRequest, name: string): SignedMutant[] {
  const value = request.headers[name] ?? '';
  const [changed, removed] = REFUSED_WITH[name] ?? ['SignatureDoesNotMatch', 'SignatureDoesNotMatch'];
  return [
    mutant(request, name, 'altered', altered(value), changed),
    mutant(request, name, 'lengthened', `${value}z`, changed),
    mutant(request, name, 'given a second value', `${value}, ${value}`, changed),
    mutant(request, name, 'emptied', '', changed),
    mutant(request, name, 'removed', undefined, removed),
  ];
}

const REFUSED_WITH: Readonly<Record<string, readonly [changed: OssErrorCode, removed: OssErrorCode]>> = {
  'x-oss-content-sha256': ['InvalidArgument', 'InvalidArgument'],
  'x-oss-security-token': ['InvalidSecurityToken', 'InvalidAccessKeyId'],
};

function isDate(name: string, { inUrl }: Scheme): boolean {
  return !inUrl && (name === 'date' || name === 'x-oss-date');
}

function dateMutants(request: WireRequest, name: string, { version }: Scheme): SignedMutant[] {
  const value = request.headers[name] ?? '';
  // The name of a date header that may take the place of another one, which is then signed wrongly.
  const other = name === 'x-oss-date' && request.headers['date'] !== undefined;
  const farAway = version === 'V4' ? 'InvalidArgument' : 'RequestTimeTooSkewed';
  return [
    mutant(request, name, 'a second later', moved(value, SECOND), 'SignatureDoesNotMatch'),
    mutant(request, name, 'a second earlier', moved(value, -SECOND), 'SignatureDoesNotMatch'),
    mutant(request, name, 'a year later', moved(value, YEAR), farAway),
    mutant(request, name, 'no date', 'yesterday', 'AccessDenied'),
    mutant(request, name, 'emptied', '', 'AccessDenied'),
    mutant(request, name, 'removed', undefined, other ? 'SignatureDoesNotMatch' : 'AccessDenied'),
  ];
}

/** A date of either form moved by `ms`. */
export function moved(text: string, ms: number): string {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  if (!basic.test(text)) return new Date(Date.parse(text) + ms).toUTCString();
  const at = new Date(Date.parse(text.replace(basic, '$1-$2-$3T$4:$5:$6Z')) + ms);
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function mutant(request: WireRequest, name: string, how: string, value: string | undefined, code: OssErrorCode): SignedMutant {
  return { change: `header ${name} ${how}`, request: withHeader(request, name, value), code };
}

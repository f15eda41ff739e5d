import { describe, expect, it } from 'vitest';
import type { WireRequest } from '../../../src/http/index.ts';
import { receive, type Knowledge } from '../receive.ts';
import { captureRequest, CAPTURES, type WireCapture } from '../signer-vectors.ts';
import { nameAndValue, targetParts, withHeader, withTarget } from './mutant.ts';
import { outcomeOf, signedMutants } from './mutants-of.ts';
import { V1_SUB_RESOURCES } from './signed-elements.ts';

/** A verifier that leaves one element out, made from the right one: it is shown the captured element in the place of the one that came. */
type Blind = (mutant: WireRequest, captured: WireRequest) => WireRequest;

const blindToHeader =
  (isLeftOut: (name: string) => boolean): Blind =>
  (mutant, captured) => {
    const seen = Object.entries(mutant.headers).filter(([name]) => !isLeftOut(name));
    const shown = Object.entries(captured.headers).filter(([name]) => isLeftOut(name));
    return { ...mutant, headers: Object.fromEntries([...seen, ...shown]) };
  };
const blindToParameter =
  (isLeftOut: (name: string) => boolean): Blind =>
  (mutant, captured) => {
    const leftOut = (piece: string) => isLeftOut(nameAndValue(piece)[0]);
    const seen = targetParts(mutant).pieces.filter((piece) => !leftOut(piece));
    return withTarget(mutant, { pieces: [...seen, ...targetParts(captured).pieces.filter(leftOut)] });
  };
const blindToAuthorization =
  (pattern: RegExp): Blind =>
  (mutant, captured) => {
    const [came = '', was = ''] = [mutant, captured].map(({ headers }) => headers['authorization']);
    const [, shown] = pattern.exec(was) ?? [];
    return shown === undefined
      ? mutant
      : withHeader(
          mutant,
          'authorization',
          came.replace(pattern, (found, part: string) => found.replace(part, () => shown)),
        );
  };
const named =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);

/** What each broken verifier leaves out, and the captures to which that is something. */
const BLIND: readonly [what: string, blind: Blind, schemes: RegExp][] = [
  ['the method', (mutant, { method }) => ({ ...mutant, method }), /./],
  ['the path', (mutant, captured) => withTarget(mutant, { path: targetParts(captured).path }), /./],
  [
    'the last character of the path',
    (mutant, captured) =>
      targetParts(mutant).path.slice(0, -1) === targetParts(captured).path
        ? withTarget(mutant, { path: targetParts(captured).path })
        : mutant,
    /./,
  ],
  ['the host', blindToHeader(named('host')), /V[14]-header/],
  ['Content-Type', blindToHeader(named('content-type')), /./],
  ['Content-MD5', blindToHeader(named('content-md5')), /./],
  ['Date', blindToHeader(named('date')), /V[12]-header/],
  ['x-oss-date', blindToHeader(named('x-oss-date')), /V[14]-header/],
  ['x-oss-content-sha256', blindToHeader(named('x-oss-content-sha256')), /V4-header/],
  ['x-oss-security-token', blindToHeader(named('x-oss-security-token')), /header/],
  ['x-oss-meta- headers', blindToHeader((name) => name.startsWith('x-oss-meta-')), /./],
  ['additional headers', blindToHeader(named('range', 'if-modified-since', 'cache-control', 'content-length')), /V2/],
  ['Expires', blindToParameter(named('Expires')), /V1-query/],
  ['x-oss-expires', blindToParameter(named('x-oss-expires')), /V[24]-query/],
  ['the date of a URL', blindToParameter(named('x-oss-date')), /V4-query/],
  ['the credential of a URL', blindToParameter(named('x-oss-credential')), /V4-query/],
  ['the token of a URL', blindToParameter(named('security-token', 'x-oss-security-token')), /query/],
  ['the access key of a URL', blindToParameter(named('OSSAccessKeyId', 'x-oss-access-key-id')), /V[12]-query/],
  [
    'parameters but those of V1',
    blindToParameter((name) => !V1_SUB_RESOURCES.includes(name) && !/^(?:x-oss-|OSS|Exp|Sig)/.test(name)),
    /V[24]/,
  ],
  ['the region', blindToAuthorization(/Credential=[^/]*\/[^/]*(\/[^/]*\/)/), /V4-header/],
  ['the date of the scope', blindToAuthorization(/Credential=[^/]*(\/[^/]*\/)/), /V4-header/],
  ['the product', blindToAuthorization(/Credential=[^/]*\/[^/]*\/[^/]*(\/[^/]*\/)/), /V4-header/],
  ['the last character of the signature', blindToAuthorization(/(.)$/), /header/],
  ['the first character of a signature', blindToAuthorization(/(?:Signature[=:]|OSS ak:)(.)/), /header/],
  ...V1_SUB_RESOURCES.map((name): [string, Blind, RegExp] => [`the sub-resource ${name}`, blindToParameter(named(name)), /V1/]),
];

/** What the server knows, and a verifier that pays no heed to it. */
const FORGETFUL: readonly [what: string, forget: (known: Knowledge, capture: WireCapture) => Knowledge, schemes: RegExp][] = [
  [
    'the secret',
    (known, { credentials: { accessKeySecret } }) => ({ ...known, credentials: { ...known.credentials, accessKeySecret } }),
    /./,
  ],
  ['the token', (known, { credentials: { securityToken } }) => ({ ...known, credentials: { ...known.credentials, securityToken } }), /./],
  ['the end of a token', (known) => ({ ...known, securityTokenExpiresAt: undefined }), /header|V[12]-query/],
  ['the region', (known) => ({ ...known, region: undefined }), /V4/],
];

const SCHEMES = [...new Set(CAPTURES.map(({ scheme }) => scheme))];
const casesOf = <T>(rows: readonly (readonly [string, T, RegExp])[]) =>
  rows.flatMap(([what, broken, schemes]) => SCHEMES.filter((scheme) => schemes.test(scheme)).map((scheme) => ({ what, scheme, broken })));

const MUTANTS = Map.groupBy(
  CAPTURES.flatMap((capture) => signedMutants(capture).map((mutant) => ({ capture, mutant, captured: captureRequest(capture) }))),
  ({ capture }) => capture.scheme,
);

const isSame = (left: WireRequest, right: WireRequest) => JSON.stringify(left) === JSON.stringify(right);

/** Whether some mutant passes; those that the broken verifier sees as they are it refuses as the right one does. */
function isFoundOut(scheme: string, broken: Blind): boolean {
  return (MUTANTS.get(scheme) ?? []).some(({ capture, mutant, captured }) => {
    const request = broken(mutant.request, captured);
    return !isSame(request, mutant.request) && outcomeOf(capture, { ...mutant, request }, receive).includes('/');
  });
}

describe('the mutants find out a verifier that leaves out', () => {
  it.each(casesOf(BLIND))('$what, $scheme', ({ scheme, broken }) => {
    expect(isFoundOut(scheme, broken)).toBe(true);
  });

  it.each(casesOf(FORGETFUL))('$what that it knows, $scheme', ({ scheme, broken }) => {
    const forgetful = (MUTANTS.get(scheme) ?? []).some(({ capture, mutant }) => {
      if (mutant.known === undefined) return false;
      const verify: typeof receive = (request, known) => receive(request, broken(known, capture));
      return outcomeOf(capture, mutant, verify).includes('/');
    });
    expect(forgetful).toBe(true);
  });
});

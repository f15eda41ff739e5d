import type { WireRequest } from '../../../src/http/index.ts';
import { CAPTURE_BOOK, type WireCapture } from '../signer-vectors.ts';
import { altered, nameAndValue, otherCase, targetParts, withHeader, withTarget, type SignedMutant } from './mutant.ts';
import { CARRIERS, isSignedParameter, V1_SUB_RESOURCES, type Scheme } from './signed-elements.ts';

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'get'];

/** Other methods, other buckets and other keys. */
export function resourceMutants(capture: WireCapture, request: WireRequest): SignedMutant[] {
  const { path } = targetParts(request);
  const methods = METHODS.filter((method) => method !== request.method).map((method) =>
    mismatch(`method ${method}`, { ...request, method }),
  );
  const paths = [`${path}z`, `${path}/`, `${path}%00`, `${path}/..`, `/z${path}`, altered(path), swapped(path)].filter(
    (other) => other !== path,
  );
  return [
    ...methods,
    ...paths.map((other) => mismatch(`path ${other}`, withTarget(request, { path: other }))),
    ...bucketMutants(capture, request),
  ];
}

function bucketMutants({ resolvesTo: { bucket, addressing } }: WireCapture, request: WireRequest): SignedMutant[] {
  const host = request.headers['host'] ?? '';
  // The service has no bucket, and what is signed says so: whatever bucket the host names is not meant.
  if (bucket === null) return [];
  if (addressing.startsWith('cname')) {
    const book = { ...CAPTURE_BOOK, cnames: { localhost: 'another-bucket' } };
    return [{ ...mismatch('bucket of the host name', request), known: { book } }];
  }
  if (addressing === 'vhost') {
    const others = [`z${bucket}`, `${bucket}z`, altered(bucket)];
    return others.map((other) => mismatch(`bucket ${other} in the host`, withHeader(request, 'host', host.replace(bucket, other))));
  }
  const { path } = targetParts(request);
  return [`${bucket}z`, altered(bucket), bucket.toUpperCase()].map((other) =>
    mismatch(`bucket ${other}`, withTarget(request, { path: path.replace(bucket, other) })),
  );
}

/** Every signed parameter altered, renamed, removed and preceded by another value, and parameters added that would be signed. */
export function parameterMutants(request: WireRequest, scheme: Scheme): SignedMutant[] {
  const { pieces } = targetParts(request);
  const names = new Set(pieces.map((piece) => nameAndValue(piece)[0]));
  const changed = pieces.flatMap((piece, index) => {
    const [name, value] = nameAndValue(piece);
    if (CARRIERS.has(name) || !isSignedParameter(name, scheme)) return [];
    const put = (...others: string[]) =>
      withTarget(request, { pieces: [...pieces.slice(0, index), ...others, ...pieces.slice(index + 1)] });
    const list = [
      mismatch(`parameter ${name} altered`, put(`${name}=${encodeURIComponent(altered(value))}`)),
      mismatch(`parameter ${name} renamed`, put(`${name}z=${encodeURIComponent(value)}`)),
      mismatch(`parameter ${name} in the other case`, put(`${otherCase(name[0] ?? '')}${name.slice(1)}=${encodeURIComponent(value)}`)),
      mismatch(`parameter ${name} removed`, put()),
      mismatch(`parameter ${name} preceded`, put(`${name}=first`, piece)),
    ];
    return scheme.version === 'V1' ? list : [...list, mismatch(`parameter ${name} repeated`, put(piece, piece))];
  });
  const others = scheme.version === 'V1' ? V1_SUB_RESOURCES : [...V1_SUB_RESOURCES, 'prefix', 'marker', 'whatever', '~'];
  const added = others.filter((name) => !names.has(name) && !isToken(name, scheme));
  return [
    ...changed,
    ...added.map((name) => mismatch(`parameter ${name} added`, withTarget(request, { pieces: [...pieces, name] }))),
    ...added.map((name) => mismatch(`parameter ${name} with a value added`, withTarget(request, { pieces: [`${name}=1`, ...pieces] }))),
  ];
}

/** `security-token` is a token in the URLs that carry theirs so, and a parameter as any other elsewhere. */
function isToken(name: string, { version, inUrl }: Scheme): boolean {
  return name === 'security-token' && inUrl && version !== 'V4';
}

function swapped(path: string): string {
  return Array.from(path)
    .map((character, at) => (at > 0 && path[at - 1] !== '%' && path[at - 2] !== '%' ? otherCase(character) : character))
    .join('');
}

function mismatch(change: string, request: WireRequest): SignedMutant {
  return { change, request, code: 'SignatureDoesNotMatch' };
}

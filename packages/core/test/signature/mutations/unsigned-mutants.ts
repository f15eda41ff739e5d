import type { WireRequest } from '../../../src/http/index.ts';
import { CAPTURE_BOOK, type WireCapture } from '../signer-vectors.ts';
import { nameAndValue, targetParts, withHeader, withTarget, type Mutant } from './mutant.ts';
import { isSignedHeader, isSignedParameter, V1_UNSIGNED_PARAMETERS, type Scheme } from './signed-elements.ts';

const UNSIGNED_HEADERS: readonly string[] = (
  'user-agent accept accept-encoding accept-language connection cookie referer origin range if-match if-none-match cache-control ' +
  'content-disposition content-encoding content-language content-length expires transfer-encoding expect x-forwarded-for x-amz-date via'
).split(' ');

/** The request with one thing changed that its signature does not cover. A body is nothing that a verifier is shown. */
export function unsignedMutants(capture: WireCapture, request: WireRequest, scheme: Scheme): Mutant[] {
  return [
    ...headerMutants(request, scheme),
    ...hostMutants(capture, request, scheme),
    ...encodingMutants(request),
    ...parameterMutants(request, scheme),
    ...(scheme.inUrl ? [] : layoutMutants(request, scheme)),
  ];
}

function headerMutants(request: WireRequest, scheme: Scheme): Mutant[] {
  const free = (name: string) => name !== 'authorization' && name !== 'host' && !isSignedHeader(name, request, scheme);
  const sent = Object.keys(request.headers).filter((name) => request.headers[name] !== undefined);
  const date = scheme.inUrl || request.headers['x-oss-date'] !== undefined ? ['date'] : [];
  return [
    ...[...new Set([...UNSIGNED_HEADERS, ...date, ...sent])]
      .filter(free)
      .map((name) => ({ change: `header ${name} set`, request: withHeader(request, name, 'something else') })),
    ...sent.filter(free).map((name) => ({ change: `header ${name} removed`, request: withHeader(request, name, undefined) })),
    ...sent
      .filter((name) => isSignedHeader(name, request, scheme))
      .filter((name) => name !== 'date' && !/^x-oss-(?:date|content-sha256|security-token)$/.test(name))
      .map((name) => ({ change: `blanks around header ${name}`, request: withHeader(request, name, ` \t${request.headers[name]} `) })),
  ];
}

/** Other host names of the same bucket; the host says nothing where the bucket stands in the path. */
function hostMutants({ resolvesTo: { bucket, addressing } }: WireCapture, request: WireRequest, scheme: Scheme): Mutant[] {
  if (isSignedHeader('host', request, scheme)) return [];
  const to = (host: string | undefined, known: Mutant['known'] = {}): Mutant => ({
    change: `host ${host}`,
    request: withHeader(request, 'host', host),
    known,
  });
  if (addressing === 'path' || bucket === null)
    return [to('127.0.0.1'), to('elsewhere.example:1'), to('oss-cn-beijing.aliyuncs.com'), to(undefined)];
  if (addressing === 'vhost') return ['oss-cn-beijing.aliyuncs.com', 'localhost:18080'].map((base) => to(`${bucket}.${base}`));
  return [to('other.example', { book: { ...CAPTURE_BOOK, cnames: { 'other.example': 'examplebucket' } } })];
}

/** The same target in other letters (protocol reference §3.0). */
function encodingMutants(request: WireRequest): Mutant[] {
  const { path, pieces } = targetParts(request);
  const paths = [
    path.replace(/(?<=.)\//g, '%2F'),
    path.replaceAll('%2F', '/'),
    path.replaceAll('%20', '+'),
    path.replace(/[a-z](?![a-z0-9])/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    path.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  ];
  const queries = [
    pieces.toReversed(),
    ['', ...pieces, ''],
    pieces.map((piece) => piece.replaceAll('+', '%20')),
    pieces.map((piece) => piece.replace(/^([^=]*)=$/, '$1')),
    pieces.map((piece) => (piece.includes('=') ? piece : `${piece}=`)),
    pieces.map((piece) => piece.replace(/^[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)),
  ];
  return [
    ...paths.map((other) => withTarget(request, { path: other })),
    ...queries.map((other) => withTarget(request, { pieces: other })),
  ].flatMap((changed) => (changed.target === request.target ? [] : [{ change: `target ${changed.target}`, request: changed }]));
}

function parameterMutants(request: WireRequest, scheme: Scheme): Mutant[] {
  const { pieces } = targetParts(request);
  const names = new Set(pieces.map((piece) => nameAndValue(piece)[0]));
  const to = (change: string, ...others: string[]): Mutant => ({ change, request: withTarget(request, { pieces: others }) });
  const carriers = scheme.version === 'V1' ? ['OSSAccessKeyId', 'Expires', 'Signature'] : ['x-oss-signature'];
  const repeated = scheme.inUrl ? carriers.map((name) => to(`parameter ${name} repeated`, ...pieces, `${name}=second`)) : [];
  if (scheme.version !== 'V1') return repeated;
  const added = V1_UNSIGNED_PARAMETERS.filter((name) => !names.has(name));
  return [
    ...repeated,
    ...added.map((name) => to(`parameter ${name} added`, ...pieces, `${name}=1`)),
    ...pieces.flatMap((piece, index) => {
      const [name] = nameAndValue(piece);
      const put = (...others: string[]) => [...pieces.slice(0, index), ...others, ...pieces.slice(index + 1)];
      if (carriers.includes(name)) return [];
      if (isSignedParameter(name, scheme)) return [to(`parameter ${name} repeated`, ...put(piece), `${name}=second`)];
      return [to(`parameter ${name} changed`, ...put(`${name}=other`)), to(`parameter ${name} removed`, ...put())];
    }),
  ];
}

/** The fields of Authorization in another order and with other blanks. */
function layoutMutants(request: WireRequest, { version }: Scheme): Mutant[] {
  const text = request.headers['authorization'] ?? '';
  const to = (other: string): Mutant => ({ change: `authorization ${other}`, request: withHeader(request, 'authorization', other) });
  if (version === 'V1') return [to(text.replace('OSS ', 'OSS  ')), to(`${text} `)];
  const [scheme = '', ...rest] = text.split(' ');
  const fields = rest.join(' ').split(/, */);
  const mark = version === 'V2' ? ':' : '=';
  return [
    fields.toReversed().join(','),
    fields.join(', '),
    fields.join(' ,\t'),
    [...fields, `Signature${mark}second`].join(','),
    `${fields.join(',')} `,
  ]
    .map((other) => `${scheme} ${other}`)
    .filter((other) => other !== text)
    .map(to);
}

import type { OssErrorCode } from '../../../src/errors/index.ts';
import type { WireRequest } from '../../../src/http/index.ts';
import type { Knowledge } from '../receive.ts';

/** A captured request of which one thing was changed, or that arrives at a server which knows one thing otherwise. */
export interface Mutant {
  readonly change: string;
  readonly request: WireRequest;
  readonly known?: Partial<Knowledge>;
}

/** A mutant whose change is signed, and what it is refused with. */
export interface SignedMutant extends Mutant {
  readonly code: OssErrorCode;
}

/** A raw target in its pieces, none of them decoded. */
export interface TargetParts {
  readonly path: string;
  readonly pieces: readonly string[];
}

export function targetParts(request: WireRequest): TargetParts {
  const [path = '', query = ''] = request.target.split('?');
  return { path, pieces: query === '' ? [] : query.split('&') };
}

export function withTarget(request: WireRequest, parts: Partial<TargetParts>): WireRequest {
  const { path, pieces } = { ...targetParts(request), ...parts };
  return { ...request, target: pieces.length === 0 ? path : `${path}?${pieces.join('&')}` };
}

export function withHeader(request: WireRequest, name: string, value: string | undefined): WireRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

/** The name and the decoded value of a piece of a query. */
export function nameAndValue(piece: string): [name: string, value: string] {
  const [name = '', value = ''] = piece.split('=');
  return [name, decodeURIComponent(value.replaceAll('+', ' '))];
}

/** The first value of a parameter; `undefined` when the target has none. */
export function parameter(request: WireRequest, name: string): string | undefined {
  return targetParts(request)
    .pieces.map(nameAndValue)
    .find(([found]) => found === name)?.[1];
}

/** Puts other pieces in the place of those of one name; none removes it. */
export function withParameter(request: WireRequest, name: string, values: readonly string[]): WireRequest {
  const pieces = targetParts(request).pieces.flatMap((piece) =>
    nameAndValue(piece)[0] === name ? values.map((value) => `${name}=${encodeURIComponent(value)}`) : [piece],
  );
  return withTarget(request, { pieces });
}

/** Another text of the same length and the same classes of characters, so that it is not refused for its form alone. */
export function altered(text: string): string {
  const at = text.search(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/);
  if (at < 0) return `${text}x`;
  return `${text.slice(0, at)}${sibling(text[at] ?? '')}${text.slice(at + 1)}`;
}

/** The next character of the same class: upper-case letter, lower-case letter, digit, or any other. */
export function sibling(character: string): string {
  const classes = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz', '0123456789', '+/'];
  const members = classes.find((candidates) => candidates.includes(character)) ?? `${character}-`;
  return members[(members.indexOf(character) + 1) % members.length] ?? '';
}

/** The same letter in the other case; any other character stays. */
export function otherCase(character: string): string {
  return character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
}

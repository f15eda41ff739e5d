import { OssError } from '../errors/index.ts';
import { decodeTargetPiece } from './wire-text.ts';
import type { QueryPairs } from './wire-request.ts';

/** A request target, parsed once per request. */
export interface ParsedTarget {
  /** Decoded path, beginning with `/`. */
  readonly path: string;
  readonly query: QueryPairs;
  /** Host and port of an absolute-form target (`GET http://host/path`), which outranks the Host header; absent in the usual form. */
  readonly authority?: string;
}

const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)/i;

/**
 * Splits and decodes a raw request target: `+` means a space in the path and in the query, `%2F` in the path is a plain `/`,
 * `k` and `k=` are the same pair, empty pairs (`&&`) are dropped.
 * A target that is neither absolute nor begins with `/`, a broken escape and bytes that are not UTF-8 give `InvalidArgument`.
 * Source: protocol reference §3.0.
 */
export function parseTarget(target: string): ParsedTarget | OssError {
  const absolute = ABSOLUTE_FORM.exec(target);
  const rest = absolute === null ? target : target.slice(absolute[0].length);
  if (absolute === null && !rest.startsWith('/')) return invalidTarget('does not begin with a slash');
  const mark = rest.indexOf('?');
  const path = decodeTargetPiece(mark < 0 ? rest : rest.slice(0, mark));
  const query = mark < 0 ? [] : parseQuery(rest.slice(mark + 1));
  if (path === undefined || query === undefined) return invalidTarget('has a broken percent escape or is not UTF-8');
  return absolute === null ? { path, query } : { path: path === '' ? '/' : path, query, authority: absolute[1] ?? '' };
}

/** The decoded pairs of a query, or of a form that was sent as one; `undefined` when an escape is broken or bytes are not UTF-8. */
export function parseQuery(text: string): QueryPairs | undefined {
  const pairs: [string, string][] = [];
  for (const piece of text.split('&')) {
    if (piece === '') continue;
    const mark = piece.indexOf('=');
    const name = decodeTargetPiece(mark < 0 ? piece : piece.slice(0, mark));
    const value = mark < 0 ? '' : decodeTargetPiece(piece.slice(mark + 1));
    if (name === undefined || value === undefined) return undefined;
    pairs.push([name, value]);
  }
  return pairs;
}

function invalidTarget(reason: string): OssError {
  return new OssError('InvalidArgument', { message: `The request target ${reason}.` });
}

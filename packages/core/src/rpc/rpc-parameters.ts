import { RpcError } from '../errors/index.ts';
import { parseQuery, type QueryPairs } from '../http/index.ts';

/** Decoded parameters of a request by name. */
export type RpcParameters = ReadonlyMap<string, string>;

/**
 * The parameters of a request, which stand in its query and in its form body (protocol reference §6.1: some clients use the one, some the other,
 * some both). `form` is the body as Latin-1 text, absent where there is none. 400 `ParseRequestParameterException` for a broken escape, and for a
 * name that comes twice: which of the two is meant would depend on the reader.
 */
export function rpcParameters(query: QueryPairs, form?: string): RpcParameters | RpcError {
  const posted = form === undefined ? [] : parseQuery(form);
  if (posted === undefined) return unreadable('The form has a broken percent escape or is not UTF-8.');
  const parameters = new Map<string, string>();
  for (const [name, value] of [...query, ...posted]) {
    if (parameters.has(name)) return unreadable(`The parameter ${JSON.stringify(name)} is given more than once.`);
    parameters.set(name, value);
  }
  return parameters;
}

/** 400 `MissingParameter` (protocol reference §6.4). */
export function missingParameter(name: string): RpcError {
  return new RpcError('MissingParameter', `The parameter "${name}" is needed but not provided.`);
}

/** 400 `InvalidParameter` (protocol reference §6.4). */
export function invalidParameter(name: string): RpcError {
  return new RpcError('InvalidParameter', `The specified parameter "${name}" is not valid.`);
}

function unreadable(message: string): RpcError {
  return new RpcError('ParseRequestParameterException', message);
}

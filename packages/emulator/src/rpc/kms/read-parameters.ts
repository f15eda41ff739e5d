import { invalidParameter, missingParameter, RpcError, type RpcParameters } from '@sse/core';
import { fromBase64, utf8 } from '@sse/core/primitives';
import type { EncryptionContext } from '../../ports/key-service.ts';

/** In bytes of JSON. */
const longestContext = 8192;

/** 400 `MissingParameter` for one that is absent or empty. */
export function requiredText(parameters: RpcParameters, name: string): string {
  const text = parameters.get(name);
  if (!text) throw missingParameter(name);
  return text;
}

/** The names and values that a ciphertext is bound to, a JSON object of texts; one client sends it empty. 400 `InvalidParameter`. */
export function encryptionContext(parameters: RpcParameters, name = 'EncryptionContext'): EncryptionContext {
  const text = parameters.get(name);
  if (!text) return {};
  const value = utf8(text).length > longestContext ? undefined : jsonOf(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidParameter(name);
  const pairs = Object.entries(value);
  if (!pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')) throw invalidParameter(name);
  return Object.fromEntries(pairs);
}

/** What a parameter says in base64. 400 `MissingParameter`, 400 `InvalidParameter`. */
export function base64Bytes(parameters: RpcParameters, name: string): Uint8Array {
  const bytes = fromBase64(requiredText(parameters, name));
  if (bytes === undefined) throw invalidParameter(name);
  return bytes;
}

/** A whole number; `undefined` where the parameter is absent. 400 `InvalidParameter` outside of the bounds, which belong to it. */
export function wholeNumber(parameters: RpcParameters, name: string, [least, most]: readonly [number, number]): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw invalidParameter(name);
  return number;
}

/** `true` or `false` in any case, of which one client capitalizes the first letter; `undefined` where the parameter is absent. 400 `InvalidParameter`. */
export function truth(parameters: RpcParameters, name: string): boolean | undefined {
  const text = parameters.get(name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text !== 'true' && text !== 'false') throw invalidParameter(name);
  return text === 'true';
}

/** The value of a parameter that has to be one of some; the first where it is absent. 501 `NotImplemented` for those of the vendor's that are not here, 400 `InvalidParameter`. */
export function oneOf<T extends string>(
  parameters: RpcParameters,
  name: string,
  served: readonly [T, ...T[]],
  unserved: readonly string[] = [],
): T {
  const text = parameters.get(name) ?? served[0];
  const value = served.find((known) => known === text);
  if (value !== undefined) return value;
  throw unserved.includes(text) ? notImplemented(`${name} ${text}`) : invalidParameter(name);
}

/** 501 `NotImplemented` for parameters that would change what is done. */
export function refuseParameters(parameters: RpcParameters, names: readonly string[]): void {
  const given = names.find((name) => parameters.has(name));
  if (given !== undefined) throw notImplemented(given);
}

/** 501 `NotImplemented` where only a test of the permission is asked for. */
export function refuseDryRun(parameters: RpcParameters): void {
  if (truth(parameters, 'DryRun') === true) throw notImplemented('DryRun');
}

/** The value that JSON text spells; `undefined` for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notImplemented(what: string): RpcError {
  return new RpcError('NotImplemented', `${what} is not implemented by this server.`);
}

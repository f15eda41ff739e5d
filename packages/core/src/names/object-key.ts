import { OssError } from '../errors/index.ts';
import { utf8 } from '../primitives/index.ts';

declare const brand: unique symbol;

/** An object key that has been checked. */
export type ObjectKey = string & { readonly [brand]: 'ObjectKey' };

/** The longest object key in UTF-8 bytes. */
export const MAX_OBJECT_KEY_BYTES = 1023;

const MESSAGES = {
  empty: 'The Object name can not be empty',
  long: 'The Length of Object name must be less than 1024.',
  malformed: 'The specified object is not valid.',
} as const;

/** `text` as an object key, or what is wrong with it. */
function faultOf(text: string): keyof typeof MESSAGES | undefined {
  if (text === '') return 'empty';
  if (text.startsWith('/') || text.startsWith('\\') || text.includes('\0') || !text.isWellFormed()) return 'malformed';
  // A UTF-16 unit takes at most three bytes, so that most keys need no encoding to be measured.
  return text.length * 3 > MAX_OBJECT_KEY_BYTES && utf8(text).length > MAX_OBJECT_KEY_BYTES ? 'long' : undefined;
}

/** Whether `text` is an object key; see `parseObjectKey`. */
export function isObjectKey(text: string): text is ObjectKey {
  return faultOf(text) === undefined;
}

/**
 * `text` as an object key: 1 to 1023 bytes of UTF-8 that do not begin with `/` or `\`; NUL and lone surrogates are refused.
 * Otherwise `InvalidObjectName` with the service's message for empty, too long or malformed names.
 * Source: protocol reference §4.1 and §4.6, observed behaviour 31.
 */
export function parseObjectKey(text: string): ObjectKey | OssError {
  if (isObjectKey(text)) return text;
  return new OssError('InvalidObjectName', { message: MESSAGES[faultOf(text) ?? 'malformed'] });
}

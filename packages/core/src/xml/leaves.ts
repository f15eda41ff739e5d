import { Fault } from '../errors/fault.ts';
import type { OssError } from '../errors/oss-error.ts';
import { wholeSeconds } from '../http/dates.ts';
import { escapeText } from './character-data.ts';
import { isBlank, type XmlElement } from './element.ts';
import { malformed } from './malformed.ts';
import type { Content } from './schema.ts';

const INTEGER = /^[0-9]{1,16}$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?Z$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
]);

/** Text kept exactly, white space included; it may be empty. For names of objects and for prose. */
export function text(): Content<string> {
  return {
    kind: 'content',
    isEmpty: (element) => element.text === '' && element.children.length === 0,
    decode: (element) => leafText(element),
    encode: escapeText,
  };
}

/** Text without the white space around it, at least one character. For identifiers and other single words. */
export function token(): Content<string> {
  return leaf((word) => word, escapeText);
}

/** A whole number, 0 to 2^53 - 1, in decimal digits. */
export function integer(): Content<number> {
  return leaf(
    (word) => {
      const value = Number(word);
      return INTEGER.test(word) && Number.isSafeInteger(value) ? value : malformed(`expected a whole number, got "${word}"`);
    },
    (value) => {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw new Fault('misuse', `expected a whole number from 0 to 2^53 - 1, got ${value}`);
      }
      return String(value);
    },
  );
}

/** `true` or `false`, read also as `True` and `False`, as some clients send them. */
export function boolean(): Content<boolean> {
  return leaf((word) => BOOLEANS.get(word) ?? malformed(`expected true or false, got "${word}"`), String);
}

/**
 * A moment in UTC, to the second, as in `2013-07-31T10:56:21.000Z`: the service shows no fractions, and oss2 refuses them.
 * Read also with milliseconds, or without any.
 */
export function date(): Content<Date> {
  return leaf(readDate, (value) => {
    if (!DATE.test(Number.isNaN(value.getTime()) ? '' : value.toISOString())) {
      throw new Fault('misuse', 'expected a date in the years 0 to 9999');
    }
    return wholeSeconds(value);
  });
}

/** One of `values`, by exact spelling; `unknown` makes the error for any other. */
export function enumeration<const V extends string>(values: readonly V[], unknown: (word: string) => OssError): Content<V> {
  return leaf((word) => values.find((value) => value === word) ?? unknown(word), escapeText);
}

/** One of `values`, by exact spelling; another word does not validate against the schema: `MalformedXML`. */
export function oneOf<const V extends string>(values: readonly V[]): Content<V> {
  return enumeration(values, (word) => malformed(`expected one of ${values.join(', ')}, got "${word}"`));
}

function readDate(word: string): Date | OssError {
  const value = new Date(DATE.test(word) ? word : Number.NaN);
  // Written back and compared, because the engine reads February 30 as a day in March.
  const exists = !Number.isNaN(value.getTime()) && value.toISOString().slice(0, 19) === word.slice(0, 19);
  return exists ? value : malformed(`expected a date such as 2013-07-31T10:56:21.000Z, got "${word}"`);
}

function leaf<T>(read: (word: string) => T | OssError, encode: (value: T) => string): Content<T> {
  return {
    kind: 'content',
    isEmpty: isBlank,
    decode: (element) => {
      const whole = leafText(element);
      const word = typeof whole === 'string' ? whole.trim() : whole;
      if (typeof word !== 'string') {
        return word;
      }
      return word === '' ? malformed(`expected a value in ${element.name}, got none`) : read(word);
    },
    encode,
  };
}

function leafText(element: XmlElement): string | OssError {
  return element.children.length === 0 ? element.text : malformed(`expected text in ${element.name}, got elements`);
}

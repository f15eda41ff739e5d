import { RpcError } from '../errors/rpc-error.ts';
import { repeatedMember } from '../policy/repeated-member.ts';

/** Reads one value of a JSON document; throws `JsonMismatch` for what it cannot be. `place` names the value, such as `policies[0]`. */
export type JsonReader<T> = (value: unknown, place: string) => T;

/** An object of JSON whose members are not looked at here, such as a policy. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A value is not what it should be; only `readJson` lets it out, as an error of the interface. */
class JsonMismatch extends Error {}

type Fields = Readonly<Record<string, JsonReader<unknown>>>;
type ObjectOf<F extends Fields> = { readonly [Name in keyof F]: ReturnType<F[Name]> };

/** Objects that are deeper than any policy would overflow the stack of whoever writes them again. */
const deepestObject = 16;

/**
 * The value that a document spells, or 400 `InvalidParameter` that names the place and says what was expected there; so for a member that any of
 * its objects has twice.
 */
export function readJson<T>(document: string, reader: JsonReader<T>): T | RpcError {
  try {
    return reader(parse(document), '');
  } catch (error) {
    if (error instanceof JsonMismatch) return new RpcError('InvalidParameter', error.message);
    throw error;
  }
}

export const text: JsonReader<string> = (value, place) => (typeof value === 'string' ? value : mismatch(place, 'a text', value));

export const wholeNumber: JsonReader<number> = (value, place) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : mismatch(place, 'a whole number', value);

/** One of some texts. */
export function oneOf<V extends string>(...values: readonly V[]): JsonReader<V> {
  const expected = values.map((each) => JSON.stringify(each)).join(' or ');
  return (value, place) => values.find((each) => each === value) ?? mismatch(place, expected, value);
}

/** An absent value is `undefined`; `null` is not absent. */
export function optional<T>(reader: JsonReader<T>): JsonReader<T | undefined> {
  return (value, place) => (value === undefined ? undefined : reader(value, place));
}

export function listOf<T>(reader: JsonReader<T>): JsonReader<readonly T[]> {
  return (value, place) =>
    Array.isArray(value) ? value.map((each, index) => reader(each, `${place}[${index}]`)) : mismatch(place, 'a list', value);
}

/** Values of one kind under names that are not known before. */
export function mapOf<T>(reader: JsonReader<T>): JsonReader<Readonly<Record<string, T>>> {
  return (value, place) =>
    Object.fromEntries(Object.entries(anObject(value, place)).map(([name, each]) => [name, reader(each, member(place, name))]));
}

/** The members that are named here and no others: what a request says is not ignored. */
export function objectOf<F extends Fields>(fields: F): JsonReader<ObjectOf<F>> {
  const known = Object.keys(fields);
  return (value, place) => {
    const unknown = Object.keys(anObject(value, place)).find((name) => !known.includes(name));
    if (unknown !== undefined) fail(member(place, unknown), `only ${known.join(', ')}`, 'this');
    return membersOf(fields)(value, place);
  };
}

/** The members that are named here; others are for clients that know them. */
export function membersOf<F extends Fields>(fields: F): JsonReader<ObjectOf<F>> {
  return (value, place) => {
    const object = anObject(value, place);
    const read = Object.entries(fields).map(([name, reader]) => [name, reader(ownValue(object, name), member(place, name))] as const);
    return Object.fromEntries(read.filter(([, each]) => each !== undefined)) as ObjectOf<F>;
  };
}

/** An object of at most sixteen levels, as it is. */
export const plainObject: JsonReader<JsonObject> = (value, place) =>
  isDeeper(value, deepestObject) ? fail(place, `at most ${deepestObject} levels`, 'more') : anObject(value, place);

/** An object without members is `undefined`. */
export function unlessEmpty<T>(reader: JsonReader<T>): JsonReader<T | undefined> {
  return (value, place) => (Object.keys(anObject(value, place)).length === 0 ? undefined : reader(value, place));
}

/** A text or something else, told apart by what comes. */
export function textOr<T>(reader: JsonReader<T>): JsonReader<string | T> {
  return (value, place) => (typeof value === 'string' ? value : reader(value, place));
}

/** A list, or something else. */
export function listOr<T, U>(item: JsonReader<T>, reader: JsonReader<U>): JsonReader<readonly T[] | U> {
  return (value, place) => (Array.isArray(value) ? listOf(item)(value, place) : reader(value, place));
}

function parse(document: string): unknown {
  const value = parsed(document);
  const repeated = repeatedMember(document)?.slice(0, 80);
  return repeated === undefined ? value : fail('', 'every member of an object once', `${JSON.stringify(repeated)} twice`);
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return fail('', 'JSON', 'something else');
  }
}

function anObject(value: unknown, place: string): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : mismatch(place, 'an object', value);
}

function ownValue(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function member(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

/** What came is told by its kind only: it may be a secret. */
function mismatch(place: string, expected: string, got: unknown): never {
  const kind = got === null ? 'null' : Array.isArray(got) ? 'a list' : KINDS[typeof got];
  return fail(place, expected, kind ?? 'something else');
}

const KINDS: Readonly<Record<string, string>> = {
  undefined: 'nothing',
  object: 'an object',
  string: 'another text',
  number: 'a number',
  boolean: 'a truth value',
};

function fail(place: string, expected: string, got: string): never {
  throw new JsonMismatch(`The document is not valid${place === '' ? '' : ` at ${place.slice(0, 200)}`}: expected ${expected}, got ${got}.`);
}

import type { OssError } from '../errors/oss-error.ts';
import type { XmlElement } from './element.ts';

/** What stands inside one element, as data: how it is read and how it is written. */
export interface Content<T> {
  readonly kind: 'content';
  /** Whether an optional element with this inside counts as absent. */
  isEmpty(element: XmlElement): boolean;
  /** `MalformedXML`, or the schema's own error for a value that it does not know. */
  decode(element: XmlElement): T | OssError;
  /** The escaped markup between the element's tags. */
  encode(value: T): string;
}

/** How often an element stands inside its parent. `decode` gets every element of the name, in order, and yields `undefined` for absence. */
export interface Field<T> {
  readonly kind: 'field';
  /** `rest` fields get all elements that no other field of the same parent names. */
  readonly claims: 'own name' | 'rest';
  decode(elements: readonly XmlElement[], name: string): T | OssError;
  /** Whole elements, tags included; the empty string when nothing is to be written. */
  encode(name: string, value: T): string;
}

/** A field whose property may be left out. */
export interface OptionalField<T> extends Field<T | undefined> {
  readonly optional: true;
}

/** The children of an element by name; a bare `Content` stands for exactly one element. */
export type Fields = Readonly<Record<string, Content<unknown> | Field<unknown>>>;

type ValueOf<F> = F extends Content<infer T> ? T : F extends Field<infer T> ? T : never;
type OptionalNames<F> = { [K in keyof F]: F[K] extends OptionalField<unknown> ? K : never }[keyof F];
type Flat<T> = { [K in keyof T]: T[K] };

/** The value of an element with the given children: a property for each, called as the element is. */
export type ObjectOf<F> = Flat<
  { readonly [K in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[K]> } & { readonly [K in OptionalNames<F>]?: ValueOf<F[K]> }
>;

/** Markup of one element. `name` comes from a schema, so it is written as it is. */
export function encodeElement(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

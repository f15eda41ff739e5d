import { Fault } from '../errors/fault.ts';
import { OssError } from '../errors/oss-error.ts';
import { escapeText } from './character-data.ts';
import { isBlank, type XmlElement } from './element.ts';
import { text } from './leaves.ts';
import { malformed } from './malformed.ts';
import { type Content, encodeElement, type Field, type Fields, type ObjectOf, type OptionalField } from './schema.ts';

const DETAIL_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Child elements by name, in any order when read and in the order given here when written; elements not named here are ignored. */
export function object<F extends Fields>(fields: F): Content<ObjectOf<F>> {
  const entries = Object.entries(fields).map(([name, field]) => [name, field.kind === 'field' ? field : required(field)] as const);
  return {
    kind: 'content',
    isEmpty: isBlank,
    decode: (element) => {
      const byName = Map.groupBy(element.children, (child) => child.name);
      const value: Record<string, unknown> = {};
      for (const [name, field] of entries) {
        const claimed = field.claims === 'rest' ? element.children.filter((child) => !Object.hasOwn(fields, child.name)) : byName.get(name);
        const read = field.decode(claimed ?? [], name);
        if (read instanceof OssError) {
          return read;
        }
        if (read !== undefined) {
          value[name] = read;
        }
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was built from `fields`, from which its type is inferred
      return value as ObjectOf<F>;
    },
    encode: (value) => entries.map(([name, field]) => field.encode(name, Reflect.get(value, name))).join(''),
  };
}

/** At most one element; an empty one is an absent one, and neither `undefined` nor an empty value is written. */
export function optional<T>(content: Content<T>): OptionalField<T> {
  return {
    kind: 'field',
    claims: 'own name',
    optional: true,
    decode: (elements, name) => {
      const element = onlyElement(elements, name);
      if (element === undefined || element instanceof OssError) {
        return element;
      }
      return content.isEmpty(element) ? undefined : content.decode(element);
    },
    encode: (name, value) => {
      const inner = value === undefined ? '' : content.encode(value);
      return inner === '' ? '' : encodeElement(name, inner);
    },
  };
}

/** Exact text that is written even when it is empty, as the service does for `Prefix` and its like; an absent element is read as empty. */
export function textOrEmpty(): Field<string> {
  const content = text();
  return {
    kind: 'field',
    claims: 'own name',
    decode: (elements, name) => {
      const element = onlyElement(elements, name);
      if (element instanceof OssError) {
        return element;
      }
      return element === undefined ? '' : content.decode(element);
    },
    encode: (name, value) => encodeElement(name, content.encode(value)),
  };
}

/** Elements of the field's name, as many as there are, next to their siblings. */
export function list<T>(item: Content<T>): Field<readonly T[]> {
  return {
    kind: 'field',
    claims: 'own name',
    decode: (elements) => decodeAll(item, elements),
    encode: (name, values) => encodeAll(item, name, values),
  };
}

/** One element that holds only items called `itemName`; absent it is an empty list, and an empty list is written as an empty element. */
export function wrappedList<T>(itemName: string, item: Content<T>): Field<readonly T[]> {
  return {
    kind: 'field',
    claims: 'own name',
    decode: (elements, name) => {
      const element = onlyElement(elements, name);
      const children = element instanceof OssError ? element : element?.children.filter((child) => child.name === itemName);
      return children instanceof OssError ? children : decodeAll(item, children ?? []);
    },
    encode: (name, values) => encodeElement(name, encodeAll(item, itemName, values)),
  };
}

/** One of several elements, by its name. */
export type Interleaved<I extends Readonly<Record<string, Content<unknown>>>> = {
  readonly [N in keyof I]: { readonly name: N; readonly value: I[N] extends Content<infer T> ? T : never };
}[keyof I];

/** Elements of several names next to their siblings, in the order in which they stand; the property's own name is no element. */
export function interleaved<const I extends Readonly<Record<string, Content<unknown>>>>(items: I): Field<readonly Interleaved<I>[]> {
  return {
    kind: 'field',
    claims: 'rest',
    decode: (elements) => {
      const values: { readonly name: string; readonly value: unknown }[] = [];
      for (const element of elements) {
        const value = items[element.name]?.decode(element);
        if (value instanceof OssError) {
          return value;
        }
        if (value !== undefined) {
          values.push({ name: element.name, value });
        }
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was read by the item of its name
      return values as unknown as readonly Interleaved<I>[];
    },
    encode: (_name, values) =>
      values.map(({ name, value }) => encodeElement(String(name), items[String(name)]?.encode(value) ?? '')).join(''),
  };
}

/** Text elements that the other fields of the parent do not name, by name, in order; where a name is repeated the last one counts. */
export function otherTexts(): Field<Readonly<Record<string, string>>> {
  return {
    kind: 'field',
    claims: 'rest',
    decode: (elements) =>
      Object.fromEntries(elements.filter((element) => element.children.length === 0).map(({ name, text: value }) => [name, value])),
    encode: (_name, values) =>
      Object.entries(values)
        .map(([name, value]) => encodeElement(detailName(name), escapeText(value)))
        .join(''),
  };
}

function required<T>(content: Content<T>): Field<T> {
  return {
    kind: 'field',
    claims: 'own name',
    decode: (elements, name) => {
      const element = onlyElement(elements, name) ?? malformed(`expected an element ${name}, got none`);
      return element instanceof OssError ? element : content.decode(element);
    },
    encode: (name, value) => encodeElement(name, content.encode(value)),
  };
}

function onlyElement(elements: readonly XmlElement[], name: string): XmlElement | undefined | OssError {
  return elements.length > 1 ? malformed(`expected one element ${name}, got ${elements.length}`) : elements[0];
}

function decodeAll<T>(item: Content<T>, elements: readonly XmlElement[]): readonly T[] | OssError {
  const values: T[] = [];
  for (const element of elements) {
    const value = item.decode(element);
    if (value instanceof OssError) {
      return value;
    }
    values.push(value);
  }
  return values;
}

function encodeAll<T>(item: Content<T>, name: string, values: readonly T[]): string {
  return values.map((value) => encodeElement(name, item.encode(value))).join('');
}

function detailName(name: string): string {
  if (!DETAIL_NAME.test(name)) {
    throw new Fault('misuse', `expected an element name, got "${name}"`);
  }
  return name;
}

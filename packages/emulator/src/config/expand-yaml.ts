import { isAlias, isMap, isScalar, isSeq, type Alias, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ConfigPath } from './config-error.ts';

/** Where a value begins in the text (an offset), and what is below it, by index or by field name. */
export interface Place {
  readonly offset: number;
  readonly below: ReadonlyMap<string | number, Place>;
  /** Where the names of its fields begin. */
  readonly names: ReadonlyMap<string, number>;
}

export interface Expanded {
  readonly value: unknown;
  readonly place: Place;
}

/** Why a document has no plain value. */
export interface ExpansionFault {
  /** An offset. */
  readonly at: number;
  readonly path: ConfigPath;
  readonly message: string;
}

/** A file of 1 MiB has about 200,000 values where it repeats nothing. */
const mostValues = 250_000;
const deepest = 64;
const none: Pick<Place, 'below' | 'names'> = { below: new Map(), names: new Map() };

class Stop extends Error {
  readonly fault: ExpansionFault;

  constructor(at: At, message: string) {
    super(message);
    this.fault = { at: at.offset, path: pathOf(at), message };
  }
}

/**
 * The plain value of a document, with the place of everything in it. An alias stands for a copy of what its anchor names; values are counted
 * with their copies, so that a small file cannot become a large value. Faults: fields that are given twice, aliases without an anchor, a file
 * that says too much.
 */
export function expandYaml(document: Document.Parsed): Expanded | readonly ExpansionFault[] {
  const duplicates: ExpansionFault[] = [];
  try {
    const expanded = expansion(duplicates)(document.contents, { offset: 0, depth: 0, copied: false });
    return duplicates.length === 0 ? expanded : duplicates;
  } catch (error) {
    if (error instanceof Stop) return [...duplicates, error.fault];
    throw error;
  }
}

/** Where the walk is. Paths share their beginnings: there are as many as values. */
interface At {
  readonly offset: number;
  readonly depth: number;
  readonly step?: string | number;
  readonly above?: At;
  /** Whether an alias led here: anchors and duplicates were seen before. */
  readonly copied: boolean;
}

type Expand = (node: unknown, at: At) => Expanded;

function expansion(duplicates: ExpansionFault[]): Expand {
  const anchors = new Map<string, Node>();
  /** An anchor may be set again; an alias means the one before it, wherever a copy of it stands. */
  const meant = new Map<Alias, Node>();
  let values = 0;

  const expand: Expand = (node, at) => {
    values += 1;
    if (values > mostValues) throw new Stop(at, `a file that says at most ${mostValues} things, those that aliases repeat among them`);
    if (at.depth > deepest) throw new Stop(at, `lists and mappings in at most ${deepest} others`);
    if (isAlias(node)) return expandAlias(node, at);
    const here = { ...at, offset: offsetOf(node, at.offset) };
    const expanded = isMap(node) ? expandMap(node, here) : isSeq(node) ? expandList(node, here) : expandScalar(node, here);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined && !at.copied) anchors.set(anchor, node as Node);
    return expanded;
  };

  function expandAlias(alias: Alias, at: At): Expanded {
    const here = { ...at, offset: offsetOf(alias, at.offset), copied: true };
    const target = meant.get(alias) ?? anchors.get(alias.source);
    if (target === undefined) throw new Stop(here, 'an alias of an anchor that is set before it');
    meant.set(alias, target);
    return expand(target, here);
  }

  function expandMap(map: YAMLMap, at: At): Expanded {
    const fields = new Map<string, unknown>();
    const below = new Map<string, Place>();
    const names = new Map<string, number>();
    for (const { key, value } of map.items) {
      const offset = offsetOf(key, at.offset);
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) throw new Stop({ ...at, offset }, 'a field name that is a text');
      const here: At = { offset, depth: at.depth + 1, step: name, above: at, copied: at.copied };
      if (names.has(name) && !at.copied)
        duplicates.push({ at: offset, path: pathOf(here), message: 'one field of this name, got a second one' });
      const expanded = expand(value, here);
      fields.set(name, expanded.value);
      below.set(name, expanded.place);
      names.set(name, offset);
    }
    // Through entries, which make a field even of `__proto__`.
    return { value: Object.fromEntries(fields), place: { offset: at.offset, below, names } };
  }

  function expandList(list: YAMLSeq, at: At): Expanded {
    const items = list.items.map((item, index) => expand(item, { ...at, depth: at.depth + 1, step: index, above: at }));
    const below = new Map(items.map(({ place }, index) => [index, place]));
    return { value: items.map(({ value }) => value), place: { ...none, offset: at.offset, below } };
  }

  return expand;
}

function expandScalar(node: unknown, { offset }: At): Expanded {
  return { value: isScalar(node) ? node.value : null, place: { ...none, offset } };
}

function pathOf({ step, above }: At): ConfigPath {
  return [...(above === undefined ? [] : pathOf(above)), ...(step === undefined ? [] : [step])];
}

function offsetOf(node: unknown, fallback: number): number {
  const range = isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range : undefined;
  return range?.[0] ?? fallback;
}

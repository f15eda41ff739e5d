import { LineCounter, parseDocument, type Document } from 'yaml';
import type { ConfigPath } from './config-error.ts';
import { expandYaml, type Place } from './expand-yaml.ts';
import { YAML_FAULTS } from './yaml-faults.ts';

/** A place in a text; both count from 1, columns in UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text as a plain value. */
export interface ReadYaml {
  readonly value: unknown;
  /** Where a path leads: to a value, to the name of its field where that is asked for, or to the last thing on the way that is there. */
  locate(path: ConfigPath, what: 'value' | 'name'): Position;
}

export interface YamlFault {
  readonly position: Position;
  readonly path: ConfigPath;
  readonly message: string;
}

/** Reads YAML 1.2, of which JSON is a part: one document, fields given once, no tags. Anchors and aliases are expanded. */
export function readYaml(text: string): ReadYaml | readonly YamlFault[] {
  const lineCounter = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document: Document.Parsed = parseDocument(text, {
    lineCounter,
    schema: 'core',
    stringKeys: true,
    resolveKnownTags: false,
    // Looked for while the document is expanded: this reader compares every name with every other one.
    uniqueKeys: false,
    // The reader's own messages quote the text.
    prettyErrors: false,
    // At 'silent', a second document is ignored.
    logLevel: 'error',
  });
  const wrong = [...document.errors, ...document.warnings];
  if (wrong.length > 0)
    return wrong.map(({ code, pos }) => ({ position: positionOf(pos[0]), path: [], message: `expected YAML, got ${YAML_FAULTS[code]}` }));
  const expanded = expandYaml(document);
  if (!('place' in expanded))
    return expanded.map(({ at, path, message }) => ({ position: positionOf(at), path, message: `expected ${message}` }));
  return { value: expanded.value, locate: (path, what) => positionOf(locate(expanded.place, path, what)) };
}

function locate(top: Place, path: ConfigPath, what: 'value' | 'name'): number {
  let place = top;
  for (const [index, step] of path.entries()) {
    const name = typeof step === 'string' ? place.names.get(step) : undefined;
    if (what === 'name' && index === path.length - 1 && name !== undefined) return name;
    const next = place.below.get(step);
    if (next === undefined) return place.offset;
    place = next;
  }
  return place.offset;
}

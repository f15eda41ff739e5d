import type { ModelObject } from './object-model.ts';

/** A version as a plain store in memory has it; a delete marker where `object` is absent. */
export interface ModelVersion {
  /** As clients know it. */
  readonly id: string;
  readonly object: ModelObject | undefined;
}

export interface ListedEntry extends ModelVersion {
  readonly name: string;
  readonly isLatest: boolean;
}

/** What one page of a listing must show. */
export interface ModelPage {
  readonly entries: readonly ListedEntry[];
  readonly prefixes: readonly string[];
  readonly isTruncated: boolean;
}

/** The versions of all names of a bucket. */
export interface VersionsModel {
  /** `undefined` until it is set for the first time. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  /** Newest first. */
  of(name: string): readonly ModelVersion[];
  current(name: string): ModelObject | undefined;
  find(name: string, id: string): ModelVersion | undefined;
  /** Puts a version on top, in place of the one with the same id where there is one: the version `null`. */
  add(name: string, version: ModelVersion): void;
  /** The newest version's object becomes another one, at its place. */
  change(name: string, object: ModelObject): void;
  removeVersion(name: string, id: string): void;
  /** Every id that a name ever had, removed ones too. */
  everKnown(name: string): readonly string[];
  /** Visible objects in UTF-8 order of names. */
  visible(): readonly (readonly [name: string, object: ModelObject])[];
  /** All pages of a listing. */
  pages(query: { readonly prefix: string; readonly delimiter: string; readonly size: number }): readonly ModelPage[];
}

export function versionsModel(): VersionsModel {
  const names = new Map<string, ModelVersion[]>();
  const known = new Map<string, Set<string>>();
  const of = (name: string): readonly ModelVersion[] => names.get(name) ?? [];
  const sorted = (): string[] => [...names.keys()].toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const without = (name: string, id: string): ModelVersion[] => of(name).filter((version) => version.id !== id);
  return {
    versioning: undefined,
    of,
    current: (name) => of(name)[0]?.object,
    find: (name, id) => of(name).find((version) => version.id === id),
    add(name, version) {
      names.set(name, [version, ...without(name, version.id)]);
      known.set(name, (known.get(name) ?? new Set()).add(version.id));
    },
    change(name, object) {
      const [newest, ...others] = of(name);
      if (newest !== undefined) names.set(name, [{ ...newest, object }, ...others]);
    },
    removeVersion: (name, id) => void names.set(name, without(name, id)),
    everKnown: (name) => [...(known.get(name) ?? [])],
    visible: () =>
      sorted().flatMap((name) => {
        const object = of(name)[0]?.object;
        return object === undefined ? [] : [[name, object] as const];
      }),
    pages({ prefix, delimiter, size }) {
      const all: (ListedEntry | string)[] = [];
      for (const name of sorted().filter((each) => each.startsWith(prefix) && of(each).length > 0)) {
        const at = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
        const group = at < 0 ? undefined : name.slice(0, at + delimiter.length);
        if (group === undefined) all.push(...of(name).map((version, index) => ({ ...version, name, isLatest: index === 0 })));
        else if (all.at(-1) !== group) all.push(group);
      }
      const count = Math.max(1, Math.ceil(all.length / size));
      return Array.from({ length: count }, (_, page) => {
        const shown = all.slice(page * size, (page + 1) * size);
        const entries = shown.filter((entry) => typeof entry !== 'string');
        return { entries, prefixes: shown.filter((entry) => typeof entry === 'string'), isTruncated: page + 1 < count };
      });
    },
  };
}

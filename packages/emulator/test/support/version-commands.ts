import fc from 'fast-check';

/** Where a range lies in an object, in thousandths of its length; the ends are moved onto chunk borders where `snap`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly snap: boolean;
}

/** Chooses among the ids that a name ever had, `null`, and one that never was; `undefined`: names no version. */
export type Pick = number | undefined;

interface Bytes {
  readonly size: number;
  readonly seed: number;
}

/** Something to do with the objects of a bucket whose versions are kept. */
export type VersionCommand =
  | ({ readonly do: 'put'; readonly key: string; readonly encryption: number } & Bytes)
  | ({ readonly do: 'post'; readonly key: string; readonly encryption: number } & Bytes)
  | { readonly do: 'upload'; readonly key: string; readonly encryption: number; readonly seed: number; readonly last: number }
  | ({ readonly do: 'append'; readonly key: string; readonly encryption: number; readonly atEnd: boolean } & Bytes)
  | { readonly do: 'copy'; readonly from: string; readonly to: string; readonly pick: Pick; readonly encryption: number }
  | { readonly do: 'delete'; readonly key: string; readonly pick: Pick }
  | { readonly do: 'batch'; readonly targets: readonly { readonly key: string; readonly pick: Pick }[] }
  | { readonly do: 'versioning'; readonly status: 'Enabled' | 'Suspended' }
  | { readonly do: 'get'; readonly key: string; readonly pick: Pick; readonly span: Span }
  | { readonly do: 'list'; readonly prefix: string; readonly delimiter: string; readonly size: number };

export const chunkBytes = 16_384;
export const names = ['a', 'a/b', 'a/c', 'ü d'];

const key = fc.constantFrom(...names);
const encryption = fc.nat({ max: 4 });
const seed = fc.nat({ max: 255 });
const pick = fc.option(fc.nat({ max: 9 }), { nil: undefined, freq: 3 });
/** Around the borders of chunks, and of what lies in a row. */
const size = fc.oneof(
  fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: -1, max: 1 })).map(([chunks, delta]) => Math.max(0, chunks * chunkBytes + delta)),
  fc.constantFrom(0, 1, 32_663, 32_664, 32_665),
);
/** Of an extent that is just too long to be written again, too. */
const appended = fc.oneof({ weight: 5, arbitrary: size }, { weight: 1, arbitrary: fc.constantFrom(262_143, 262_144) });
const span: fc.Arbitrary<Span> = fc.record({ from: fc.nat({ max: 1000 }), to: fc.nat({ max: 1000 }), snap: fc.boolean() });
const named = <T extends VersionCommand['do']>(name: T): fc.Arbitrary<T> => fc.constant(name);

const command: fc.Arbitrary<VersionCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: named('put'), key, encryption, size, seed }) },
  { weight: 2, arbitrary: fc.record({ do: named('post'), key, encryption, size, seed }) },
  { weight: 2, arbitrary: fc.record({ do: named('upload'), key, encryption, seed, last: size }) },
  { weight: 5, arbitrary: fc.record({ do: named('append'), key, encryption, atEnd: fc.boolean(), size: appended, seed }) },
  { weight: 4, arbitrary: fc.record({ do: named('copy'), from: key, to: key, pick, encryption }) },
  { weight: 4, arbitrary: fc.record({ do: named('delete'), key, pick }) },
  { weight: 1, arbitrary: fc.record({ do: named('batch'), targets: fc.array(fc.record({ key, pick }), { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: named('versioning'), status: fc.constantFrom('Enabled' as const, 'Suspended' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: named('get'), key, pick, span }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: named('list'),
      prefix: fc.constantFrom('', 'a', 'a/', 'ü'),
      delimiter: fc.constantFrom('', '/', 'b'),
      size: fc.integer({ min: 1, max: 5 }),
    }),
  },
);

/** Some commands before versioning is set for the first time, and more after it. */
export const versionCommands: fc.Arbitrary<readonly VersionCommand[]> = fc
  .tuple(
    fc.array(
      command.filter((each) => each.do !== 'versioning'),
      { maxLength: 4 },
    ),
    fc.constantFrom('Enabled' as const, 'Enabled' as const, 'Suspended' as const),
    fc.array(command, { minLength: 12, maxLength: 20 }),
  )
  .map(([before, status, after]) => [...before, { do: 'versioning', status }, ...after]);

import { RpcError, type RpcErrorCode } from '@sse/core';
import { isDeepStrictEqual } from 'node:util';
import type { Check, KeyRange, OrderedStore, StoreKey } from '../../ports/ordered-store.ts';
import { openSession, type Session } from '../bucket-key.ts';
import { afterKey, systemScope } from '../keyspace.ts';
import { rowName } from '../row-reader.ts';
import type { SealedRows, Stored } from '../sealed-rows.ts';
import type { ChangeRam, RamChange } from './change-ram.ts';
import { invalid } from './check-input.ts';
import type { Entities } from './ram.ts';

/** An empty row that is there for as long as an entity says something. */
export interface Link {
  readonly mark: StoreKey;
  /** What must be there when it is said; absent: nobody else may say it. */
  readonly target?: StoreKey;
  /** What is answered otherwise. */
  readonly otherwise: () => RpcError;
}

/** One kind of entity: what its rows are made of, and what hangs on them. */
export interface EntityKind<Row, Input> {
  /** Such as `user`, for messages. */
  readonly what: string;
  readonly isName: (name: string) => boolean;
  /** What names may hold besides letters and digits. */
  readonly nameSigns: string;
  readonly key: (name: string) => StoreKey;
  readonly range: () => KeyRange;
  readonly notFound: RpcErrorCode;
  /** The row that an input makes, also of the one that is there; throws `RpcError`. */
  make(name: string, input: Input, former: Row | undefined): Row;
  links(row: Row): readonly Link[];
  /** Marks of others that keep it from being removed, and what is answered then. */
  readonly uses?: { readonly range: (name: string) => KeyRange; readonly conflict: RpcErrorCode };
  /** What goes with it. */
  along?(session: Session, row: Row): Promise<GoesAlong>;
}

/** What is changed with a removal, or, where it is too much for one commit, before it. */
export interface GoesAlong extends Omit<RamChange<void>, 'result'> {
  readonly isAll: boolean;
}

export interface EntitiesOptions {
  readonly store: OrderedStore;
  readonly rows: SealedRows;
  readonly change: ChangeRam;
}

/** Rows of a listing that are read at a time. */
const pageSize = 200;

export function entities<Row extends object, Input>(
  { store, rows, change }: EntitiesOptions,
  kind: EntityKind<Row, Input>,
): Entities<Row, Input> {
  const stored = async (session: Session, name: string): Promise<Stored<Row> | undefined> =>
    kind.isName(name) ? rows.read<Row>(session, { scope: systemScope, key: kind.key(name) }) : undefined;

  /** Checks of what is said anew, as it is at this moment. */
  async function checksOf(added: readonly Link[]): Promise<Check[]> {
    if (added.length === 0) return [];
    const found = await store.getMany(added.map(({ mark, target }) => target ?? mark));
    return added.map(({ mark, target, otherwise }, index) => {
      const row = found[index];
      if (row === 'unchanged' || (row === undefined) === (target !== undefined)) throw otherwise();
      return { key: target ?? mark, version: row?.version ?? 'absent' };
    });
  }

  return {
    find: async (name) => (await stored(openSession(), name))?.value,
    async list() {
      const listed: Row[] = [];
      const session = openSession();
      let { gte } = kind.range();
      for (;;) {
        const page = await store.range({ gte, lt: kind.range().lt, limit: pageSize });
        for (const { key, value } of page) listed.push(await rows.open<Row>(session, { scope: systemScope, key }, value));
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) return listed;
        gte = afterKey(last.key);
      }
    },
    async put(name, input) {
      if (!kind.isName(name)) invalid(`name of a ${kind.what}`, `1 to 64 letters, digits, ${kind.nameSigns}`, name);
      return change(async (session) => {
        const former = await stored(session, name);
        const row = kind.make(name, input, former?.value);
        if (former !== undefined && isDeepStrictEqual(former.value, row)) return { result: former.value };
        const said = former === undefined ? [] : kind.links(former.value);
        const added = without(kind.links(row), said);
        const key = kind.key(name);
        return {
          result: row,
          checks: [{ key, version: former?.version ?? 'absent' }, ...(await checksOf(added))],
          sets: [{ key, value: row }],
          marks: added.map(({ mark }) => mark),
          deletes: without(said, kind.links(row)).map(({ mark }) => mark),
        };
      });
    },
    async remove(name) {
      while (!(await change((session) => planRemoval(session, name)))) continue;
    },
  };

  /** Results in whether the entity itself goes with this commit. */
  async function planRemoval(session: Session, name: string): Promise<RamChange<boolean>> {
    const former = await stored(session, name);
    if (former === undefined) throw new RpcError(kind.notFound);
    const key = kind.key(name);
    const own: Check = { key, version: former.version };
    const { isAll, checks = [], deletes = [], ...along }: GoesAlong = (await kind.along?.(session, former.value)) ?? { isAll: true };
    if (!isAll) return { ...along, result: false, checks: [own, ...checks], deletes };
    const marks = kind.links(former.value).map(({ mark }) => mark);
    return {
      ...along,
      result: true,
      checks: [own, ...(await unusedChecks(name)), ...checks],
      deletes: [key, ...marks, ...deletes],
    };
  }

  async function unusedChecks(name: string): Promise<Check[]> {
    if (kind.uses === undefined) return [];
    const range = kind.uses.range(name);
    if ((await store.range({ ...range, limit: 1 })).length > 0) throw new RpcError(kind.uses.conflict);
    return [{ ...range, empty: true }];
  }
}

function without(links: readonly Link[], others: readonly Link[]): Link[] {
  const names = new Set(others.map(({ mark }) => rowName(mark)));
  return links.filter(({ mark }) => !names.has(rowName(mark)));
}

import type { Check, StoreKey } from '../ports/ordered-store.ts';
import { keyspace, type BucketId } from './keyspace.ts';
import type { DeleteMarker, ObjectBody, ObjectHead, VersionPlace, VersionRow } from './object-rows.ts';
import { contentOf, type ObjectState, type StoredVersion, type Versioning } from './object-state.ts';

/** What a commit is to change about one name, with values that are not sealed yet. */
export interface Change {
  readonly checks: readonly Check[];
  readonly sets: readonly { readonly key: StoreKey; readonly value: object }[];
  readonly deletes: readonly StoreKey[];
  /** Objects whose bytes nothing names after the commit. Their body rows are among `deletes`. */
  readonly removed: readonly ObjectHead[];
}

/** With the place of the new version; none in a bucket that was never versioned. */
interface NewVersionChange extends Change {
  readonly version: VersionPlace | undefined;
}

/** Under which name a change happens. */
export interface Name {
  readonly bucketId: BucketId;
  readonly key: string;
}

/** A version that is about to be written: an object, or a delete marker. */
export type NewVersion =
  | { readonly head: Omit<ObjectHead, 'version'>; readonly body: ObjectBody }
  | { readonly marker: Pick<DeleteMarker, 'versionId' | 'modifiedAt'> };

/**
 * Makes `made` the current version. A former one stays as a version row, unless the bucket was never versioned or it is the null version
 * and the new one is the null version too. The checks fail when any version of the name that this rests on, or a newer one, came or went meanwhile.
 */
export function planNewVersion(name: Name, versioning: Versioning, state: ObjectState, made: NewVersion): NewVersionChange {
  const modifiedAt = 'head' in made ? made.head.modifiedAt : made.marker.modifiedAt;
  if (versioning === undefined) {
    const former = state.head === undefined ? [] : [state.head.value];
    return { ...join(checkHead(name, state), remove(name, former), setCurrent(name, state, made, undefined)), version: undefined };
  }
  const isNull = versioning === 'Suspended';
  const last = state.newest?.sequence ?? state.head?.value.modifiedAt ?? 0;
  const version: VersionPlace = { sequence: Math.max(modifiedAt, last + 1), isNull };
  const former = isNull ? dropNull(name, state, version) : keepUnrecorded(name, state);
  return { ...join(checkHead(name, state), checkNewest(name, state), former, setCurrent(name, state, made, version)), version };
}

/**
 * Takes one version away; the one before it becomes the current one where it was the newest.
 * `undefined` is the version that has no row: the only one of its name.
 */
export function planRemoval(name: Name, state: ObjectState, target: StoredVersion | undefined): Change {
  if (target === undefined) {
    const head = state.head === undefined ? [] : [state.head.value];
    return join(checkHead(name, state), remove(name, head), { deletes: [headKey(name)] });
  }
  const { value, key, version } = target;
  // Also fails where `target` is newer than what `state` was read from.
  const gone = join(
    checkNewest(name, state),
    { checks: [{ key, version }], deletes: [key, ...(contentOf(value).version.isNull ? [nullKey(name)] : [])] },
    remove(name, 'head' in value ? [value.head] : []),
  );
  const { newest, second } = state;
  if (newest === undefined) return gone;
  // An older one becomes current only when the newest goes.
  if (newest.sequence !== target.sequence) return join(gone, { checks: [{ key: newest.key, version: newest.version }] });
  const next = second === undefined ? {} : { checks: [{ key: second.key, version: second.version }] };
  const current =
    second !== undefined && 'head' in second.value
      ? { sets: [{ key: headKey(name), value: second.value.head }] }
      : { deletes: state.head === undefined ? [] : [headKey(name)] };
  return join(checkHead(name, state), gone, next, current);
}

/** A head that has no version row gets one before another version comes on top of it. */
function keepUnrecorded(name: Name, { head }: ObjectState): Partial<Change> {
  if (head === undefined || head.value.version !== undefined) return {};
  const version: VersionPlace = { sequence: head.value.modifiedAt, isNull: true };
  return { sets: [versionRow(name, { head: { ...head.value, version } }), nullPointer(name, version)] };
}

/** The former null version makes room for the new one. */
function dropNull(name: Name, { head, nullPointer: pointer, nullVersion }: ObjectState, version: VersionPlace): Partial<Change> {
  const check: Check = { key: nullKey(name), version: pointer?.version ?? 'absent' };
  const own = { checks: [check], sets: [nullPointer(name, version)] };
  if (head !== undefined && head.value.version === undefined) return join(own, remove(name, [head.value]));
  if (nullVersion === undefined) return own;
  const row = { checks: [{ key: nullVersion.key, version: nullVersion.version }], deletes: [nullVersion.key] };
  return join(own, row, remove(name, 'head' in nullVersion.value ? [nullVersion.value.head] : []));
}

function setCurrent(name: Name, state: ObjectState, made: NewVersion, version: VersionPlace | undefined): Partial<Change> {
  if ('marker' in made) {
    const deletes = state.head === undefined ? [] : [headKey(name)];
    return version === undefined ? { deletes } : { deletes, sets: [versionRow(name, { marker: { ...made.marker, version } })] };
  }
  const { head, body } = made;
  const bodyRow = { key: keyspace.body(name.bucketId, name.key, head.versionId), value: body };
  if (version === undefined) return { sets: [{ key: headKey(name), value: head }, bodyRow] };
  const placed = { ...head, version };
  return { sets: [{ key: headKey(name), value: placed }, bodyRow, versionRow(name, { head: placed })] };
}

function remove({ bucketId, key }: Name, removed: readonly ObjectHead[]): Partial<Change> {
  return { removed, deletes: removed.map(({ versionId }) => keyspace.body(bucketId, key, versionId)) };
}

function checkHead(name: Name, { head }: ObjectState): Partial<Change> {
  return { checks: [{ key: headKey(name), version: head?.version ?? 'absent' }] };
}

/** Nothing newer came; where there was nothing, nothing at all. */
function checkNewest({ bucketId, key }: Name, { newest }: ObjectState): Partial<Change> {
  const { gte, lt } = keyspace.versionsOf(bucketId, key);
  return { checks: [{ gte, lt: newest?.key ?? lt, empty: true }] };
}

function versionRow({ bucketId, key }: Name, value: VersionRow): Change['sets'][number] {
  return { key: keyspace.version(bucketId, key, contentOf(value).version.sequence), value };
}

function nullPointer(name: Name, { sequence }: VersionPlace): Change['sets'][number] {
  return { key: nullKey(name), value: { sequence } };
}

function nullKey({ bucketId, key }: Name): StoreKey {
  return keyspace.nullVersion(bucketId, key);
}

function headKey({ bucketId, key }: Name): StoreKey {
  return keyspace.object(bucketId, key);
}

function join(...parts: readonly Partial<Change>[]): Change {
  return {
    checks: parts.flatMap(({ checks = [] }) => checks),
    sets: parts.flatMap(({ sets = [] }) => sets),
    deletes: parts.flatMap(({ deletes = [] }) => deletes),
    removed: parts.flatMap(({ removed = [] }) => removed),
  };
}

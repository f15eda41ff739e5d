import type { BucketName, ObjectKey } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import { expect } from 'vitest';
import { openSession } from '../../src/domain/bucket-key.ts';
import { keyspace, nameOf, versionOf } from '../../src/domain/keyspace.ts';
import type { NullVersionRow, ObjectHead, VersionRow } from '../../src/domain/object-rows.ts';
import { contentOf } from '../../src/domain/object-state.ts';
import { formatVersionId, parseVersionId } from '../../src/domain/version-id.ts';
import type { OrderedStore, Row } from '../../src/ports/ordered-store.ts';
import { rowsOf } from './blob-census.ts';
import type { DomainProcess } from './domain-process.ts';

export interface AuditOptions {
  readonly store: OrderedStore;
  readonly process: DomainProcess;
  readonly bucket: string;
}

interface NameRows {
  head?: ObjectHead;
  pointer?: NullVersionRow;
  /** Newest first. */
  readonly versions: { readonly sequence: number; readonly row: VersionRow }[];
  readonly bodies: string[];
}

/** Reads every row about the objects of a store with one bucket, and requires that they agree with each other. */
export async function auditVersions(options: AuditOptions): Promise<void> {
  const names = await namesOf(options);
  for (const [name, { head, pointer, versions, bodies }] of names) {
    const contents = versions.map(({ row }) => contentOf(row));
    expect(contents.map(({ version }) => version.sequence)).toEqual(versions.map(({ sequence }) => sequence));
    const newest = versions[0]?.row;
    if (newest === undefined) expect(head?.version, `${name}: a head says that it has a version row`).toBeUndefined();
    else expect(head, `${name}: the head is the newest version`).toEqual('head' in newest ? newest.head : undefined);
    const objects = newest === undefined && head !== undefined ? [head] : versions.flatMap(({ row }) => ('head' in row ? [row.head] : []));
    expect(bodies.toSorted(), `${name}: each object has its body`).toEqual(objects.map(({ versionId }) => toHex(versionId)).toSorted());
    const nulls = contents.filter(({ version }) => version.isNull).map(({ version }) => version.sequence);
    expect(nulls, `${name}: the pointer names the null version`).toEqual(pointer === undefined ? [] : [pointer.sequence]);
  }
}

async function namesOf({ store, process: { keys, services }, bucket: name }: AuditOptions): Promise<Map<string, NameRows>> {
  const { id } = await services.buckets.require(openSession(), name as BucketName);
  const names = new Map<string, NameRows>();
  const of = (key: string): NameRows => {
    const rows = names.get(key) ?? { versions: [], bodies: [] };
    names.set(key, rows);
    return rows;
  };
  const open = <T extends object>({ key, value }: Row): Promise<T> => keys.rows.open<T>(openSession(), { scope: id, key }, value);
  for (const row of await rowsOf(store, 'object')) of(nameOf(row.key, keyspace.objects(id))).head = await open<ObjectHead>(row);
  for (const row of await rowsOf(store, 'null-version')) {
    const start = keyspace.nullVersion(id, '').length - 1;
    of(Buffer.from(row.key).toString('utf8', start, row.key.length - 1)).pointer = await open<NullVersionRow>(row);
  }
  for (const row of await rowsOf(store, 'version')) {
    const { name: key, sequence } = versionOf(row.key, id);
    of(key).versions.push({ sequence, row: await open<VersionRow>(row) });
  }
  for (const { key } of await rowsOf(store, 'body')) {
    const start = keyspace.bodies(id).gte.length;
    of(Buffer.from(key).toString('utf8', start, key.length - 17)).bodies.push(toHex(key.subarray(-16)));
  }
  return names;
}

/** The versions of an object, newest first, by what `textOf` says of their bytes: `null:` before the null version, `marker` for delete markers. */
export async function tellVersions(
  { process: { services }, bucket: name }: AuditOptions,
  key: string,
  textOf: (versionId: string) => Promise<string>,
): Promise<string[]> {
  const session = openSession();
  const bucket = await services.buckets.require(session, name as BucketName);
  const query = { prefix: key, delimiter: '', keyMarker: '', idMarker: '', limit: 100 };
  const { versions } = await services.listVersions(session, bucket, query);
  const told: string[] = [];
  for (const { version, isLatest } of versions) {
    const id = formatVersionId(version);
    const text = 'size' in version ? await textOf(id) : 'marker';
    told.push(`${id === 'null' ? 'null:' : ''}${text}`);
    expect(isLatest, 'the first one is the latest').toBe(told.length === 1);
  }
  return told;
}

/** The bytes of a version as text. */
export async function readVersion({ process: { services }, bucket: name }: AuditOptions, key: string, versionId?: string): Promise<string> {
  const session = openSession();
  const bucket = await services.buckets.require(session, name as BucketName);
  const ref = versionId === undefined ? undefined : parseVersionId(versionId);
  if (ref instanceof Error) return expect.fail(ref.message);
  const found = await services.objects.find(session, bucket, key as ObjectKey, ref);
  if (found === undefined || !('head' in found)) return expect.fail(`no object ${key} ${versionId}`);
  const { value: head } = found.head;
  const binding = { bucketId: bucket.id, objectKey: key, versionId: head.versionId };
  const opened = await services.openObject(session, binding, { head, body: found.body.value });
  const whole = { start: 0, end: head.size };
  const inline = services.readInline(opened, whole);
  if (inline !== undefined) return Buffer.from(inline).toString();
  const pieces: Uint8Array[] = [];
  for await (const batch of services.readExtents(opened, whole)) pieces.push(...batch);
  return Buffer.concat(pieces).toString();
}

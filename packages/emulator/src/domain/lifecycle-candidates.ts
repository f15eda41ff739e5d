import { OssError, parseObjectKey, type LifecycleFacts, type LifecycleTag, type ObjectKey } from '@sse/core';
import { equalBytes } from '@sse/core/primitives';
import { openSession } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { listUploads } from './list-uploads.ts';
import type { ListedVersion, listVersions } from './list-versions.ts';
import type { DeleteMarker, ObjectHead } from './object-rows.ts';
import { contentOf } from './object-state.ts';
import type { Objects } from './objects.ts';
import type { PartsJob } from './parts-job.ts';
import { formatUploadId, type Uploads } from './uploads.ts';
import { formatVersionId, parseVersionId } from './version-id.ts';

/** Something that rules may want removed. */
interface LifecycleCandidate {
  readonly facts: LifecycleFacts;
  /** Removes it, provided that the facts are still so in the commit; false when they are not. */
  remove(): Promise<boolean>;
}

export interface LifecycleCandidatesOptions {
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly listVersions: ReturnType<typeof listVersions>;
  readonly listUploads: ReturnType<typeof listUploads>;
  readonly runPartsJob: PartsJob;
}

interface LifecycleScope {
  readonly bucket: Bucket;
  readonly prefix: string;
  /** Whether any rule asks for tags, which are read object by object. */
  readonly withTags: boolean;
}

/** Everything under a prefix that rules may want removed, page by page. */
export type LifecycleCandidates = (scope: LifecycleScope) => AsyncGenerator<LifecycleCandidate, void>;

const pageSize = 500;

export function lifecycleCandidates(options: LifecycleCandidatesOptions): LifecycleCandidates {
  return async function* candidates(scope) {
    let newer: ListedVersion | undefined;
    let held: ListedVersion | undefined;
    for await (const version of versionsUnder(options, scope)) {
      if (held !== undefined) yield await candidateOf(options, scope, { version: held, newer, isLast: held.name !== version.name });
      newer = held?.name === version.name ? held : undefined;
      held = version;
    }
    if (held !== undefined) yield await candidateOf(options, scope, { version: held, newer, isLast: true });
    yield* uploadsUnder(options, scope);
  };
}

async function* versionsUnder({ listVersions: list }: LifecycleCandidatesOptions, { bucket, prefix }: LifecycleScope) {
  for (let [keyMarker, idMarker] = ['', '']; ;) {
    const page = await list(openSession(), bucket, { prefix, delimiter: '', keyMarker, idMarker, limit: pageSize });
    yield* page.versions;
    if (page.next === undefined) return;
    [keyMarker, idMarker] = [page.next.key, page.next.id ?? ''];
  }
}

/** A version with what its neighbours tell of it. */
interface Neighboured {
  readonly version: ListedVersion;
  /** The newer one of the same name. */
  readonly newer: ListedVersion | undefined;
  readonly isLast: boolean;
}

async function candidateOf(
  options: LifecycleCandidatesOptions,
  scope: LifecycleScope,
  { version: { name, version, isLatest }, newer, isLast }: Neighboured,
): Promise<LifecycleCandidate> {
  const key = nameOf(name);
  if (!('size' in version))
    return { facts: { kind: 'delete-marker', key, lone: isLatest && isLast }, remove: () => removeMarker(options, scope, key, version) };
  const { size, modifiedAt } = version;
  const tags = scope.withTags ? await tagsOf(options, scope, key, version) : [];
  if (isLatest) return { facts: { kind: 'current', key, size, tags, modifiedAt }, remove: () => expire(options, scope, key, version) };
  const since = newer?.version.version?.sequence ?? modifiedAt;
  return { facts: { kind: 'noncurrent', key, size, tags, modifiedAt, since }, remove: () => removeOld(options, scope, key, version) };
}

async function expire(
  { objects }: LifecycleCandidatesOptions,
  { bucket }: LifecycleScope,
  key: ObjectKey,
  seen: ObjectHead,
): Promise<boolean> {
  let still = false;
  await objects.remove(openSession(), bucket, key, ({ head }) => {
    still = head?.value.modifiedAt === seen.modifiedAt && equalBytes(head.value.versionId, seen.versionId);
    return still;
  });
  return still;
}

/** Unless it has become the current version. */
async function removeOld(
  { objects }: LifecycleCandidatesOptions,
  { bucket }: LifecycleScope,
  key: ObjectKey,
  seen: ObjectHead,
): Promise<boolean> {
  const removed = await objects.removeVersion(openSession(), bucket, key, refOf(seen), ({ newest }, target) => {
    const isSeen = target !== undefined && equalBytes(contentOf(target.value).versionId, seen.versionId);
    return isSeen && newest !== undefined && newest.sequence !== target.sequence;
  });
  return removed !== undefined;
}

/** Unless it hides something again, or something is on top of it. */
async function removeMarker(
  { objects }: LifecycleCandidatesOptions,
  { bucket }: LifecycleScope,
  key: ObjectKey,
  seen: DeleteMarker,
): Promise<boolean> {
  const removed = await objects.removeVersion(openSession(), bucket, key, refOf(seen), ({ newest, second }, target) => {
    const isSeen = target !== undefined && equalBytes(contentOf(target.value).versionId, seen.versionId);
    return isSeen && newest?.sequence === target.sequence && second === undefined;
  });
  return removed !== undefined;
}

async function* uploadsUnder(
  { listUploads: list, uploads, runPartsJob }: LifecycleCandidatesOptions,
  { bucket, prefix }: LifecycleScope,
): AsyncGenerator<LifecycleCandidate, void> {
  for (let [keyMarker, idMarker] = ['', '']; ;) {
    const page = await list(openSession(), bucket, { prefix, delimiter: '', keyMarker, idMarker, limit: pageSize });
    for (const { key: name, id, initiatedAt } of page.uploads) {
      const key = nameOf(name);
      yield {
        facts: { kind: 'upload', key, initiatedAt },
        async remove() {
          const session = openSession();
          await uploads.abort(session, await uploads.require(session, bucket, key, formatUploadId(id)));
          await runPartsJob({ bucketId: bucket.id, uploadId: id });
          return true;
        },
      };
    }
    if (page.next?.id === undefined) return;
    [keyMarker, idMarker] = [page.next.key, formatUploadId(page.next.id)];
  }
}

async function tagsOf(
  { objects }: LifecycleCandidatesOptions,
  { bucket }: LifecycleScope,
  key: ObjectKey,
  version: ObjectHead,
): Promise<readonly LifecycleTag[]> {
  const found = await objects.find(openSession(), bucket, key, refOf(version));
  if (found === undefined || !('head' in found)) return [];
  return (found.body.value.tags ?? []).map(([name, value]) => ({ key: name, value }));
}

function refOf(version: ObjectHead | DeleteMarker) {
  const ref = parseVersionId(formatVersionId(version));
  if (ref instanceof OssError) throw ref;
  return ref;
}

function nameOf(name: string): ObjectKey {
  const key = parseObjectKey(name);
  if (key instanceof OssError) throw key;
  return key;
}

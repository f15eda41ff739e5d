import { SSE_HEADER } from '../encryption/sse-headers.ts';
import { OssError } from '../errors/index.ts';
import { firstValue, type HeaderRecord, type QueryPairs } from '../http/index.ts';
import { parseCopySource } from '../object/copy-source.ts';
import { OBJECT_WRITES, OPERATIONS, type OperationEntry, type OperationName } from '../operation/index.ts';

/** What of a request decides which accesses it needs. */
export interface RequestedOperation {
  readonly operation: OperationName;
  /** Absent for operations on the account. */
  readonly bucket?: string | undefined;
  /** Absent for operations on a bucket; a form's key is known once its fields are. */
  readonly key?: string | undefined;
  /** Decoded pairs; of duplicates the first counts. */
  readonly query: QueryPairs;
  /** By lower-case names; for PostObject the fields of the form. */
  readonly headers: HeaderRecord;
  /** Whether the bucket is not there yet: PutBucket and PutBucketAcl make it (observed behaviour 16). */
  readonly makesBucket?: boolean | undefined;
}

/** One access that somebody must have for a request to be served. */
export interface RequiredAccess {
  /** Such as `oss:PutObject`. */
  readonly action: string;
  /** Absent: the account. */
  readonly bucket?: string;
  /** Absent: the bucket. */
  readonly key?: string;
  /** The version that is named; absent: the current one. */
  readonly versionId?: string;
  /** What the request is about, what a copy reads, or something that the request sets besides. */
  readonly role: 'target' | 'source' | 'extra';
}

/** A header by which an operation sets what another operation sets by itself. */
interface SideEffect {
  readonly header: string;
  readonly by: ReadonlySet<OperationName>;
  /** Values that set nothing but what is there without the header. */
  readonly unless: readonly string[];
  readonly action: string;
}

const CREATION: ReadonlySet<OperationName> = new Set<OperationName>(['PutBucket']);

/** Tags as protocol reference §5.2 has it; the others are our own: what is forbidden by itself is not to be had by a header. */
const SIDE_EFFECTS: readonly SideEffect[] = [
  { header: 'x-oss-tagging', by: OBJECT_WRITES, unless: [''], action: OPERATIONS.PutObjectTagging.action },
  { header: 'x-oss-object-acl', by: OBJECT_WRITES, unless: ['default'], action: OPERATIONS.PutObjectAcl.action },
  { header: 'x-oss-acl', by: CREATION, unless: ['private'], action: OPERATIONS.PutBucketAcl.action },
  { header: SSE_HEADER.algorithm, by: CREATION, unless: [], action: OPERATIONS.PutBucketEncryption.action },
];

/** Preflights need no access; what DeleteMultipleObjects and PutObjectTagging need is known with their body (`deletionAccesses`, `ownAccess`). */
const NEED_NOTHING: ReadonlySet<OperationName> = new Set<OperationName>(['OptionObject', 'DeleteMultipleObjects', 'PutObjectTagging']);

/**
 * Everything that the caller of a request must be allowed, the request's own access first. None for OptionObject, and none yet for
 * DeleteMultipleObjects and PutObjectTagging. The source of a copy is left out where its header cannot be read: the operation itself refuses it.
 * Source: protocol reference §5.2.
 */
export function requiredAccesses(request: RequestedOperation): readonly RequiredAccess[] {
  const { operation, headers, makesBucket = false } = request;
  if (NEED_NOTHING.has(operation)) return [];
  const target = ownAccess(request);
  const { versionId: _version, ...resource } = target;
  const extras = SIDE_EFFECTS.filter(({ header, by, unless }) => {
    const value = headers[header];
    const isNothing = value === undefined || (unless.includes(value) && (operation !== 'PutBucket' || makesBucket));
    return by.has(operation) && !isNothing;
  }).map(({ action }) => ({ ...resource, action, role: 'extra' }) as const);
  const making =
    operation === 'PutBucketAcl' && makesBucket ? [{ ...resource, action: OPERATIONS.PutBucket.action, role: 'extra' } as const] : [];
  return [target, ...making, ...sourceAccess(OPERATIONS[operation], headers), ...extras];
}

/** The access that an operation is about. */
export function ownAccess({ operation, bucket, key, query }: RequestedOperation): RequiredAccess {
  const entry: OperationEntry = OPERATIONS[operation];
  const versionId = entry.versionAction === undefined ? undefined : firstValue(query, 'versionId');
  return {
    action: (versionId === undefined ? undefined : entry.versionAction) ?? entry.action,
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
    ...(versionId === undefined ? {} : { versionId }),
    role: 'target',
  };
}

/** What a caller must be allowed for DeleteMultipleObjects to delete these; an item with a version id deletes that version. */
export function deletionAccesses(
  bucket: string,
  items: readonly { readonly key: string; readonly versionId?: string | undefined }[],
): readonly RequiredAccess[] {
  const { action, versionAction } = OPERATIONS.DeleteObject;
  return items.map(({ key, versionId }) =>
    versionId === undefined ? { action, bucket, key, role: 'target' } : { action: versionAction, bucket, key, versionId, role: 'target' },
  );
}

function sourceAccess({ sourceAction }: OperationEntry, headers: HeaderRecord): readonly RequiredAccess[] {
  const header = headers['x-oss-copy-source'];
  if (sourceAction === undefined || header === undefined) return [];
  const source = parseCopySource(header);
  if (source instanceof OssError) return [];
  const { bucket, key, versionId } = source;
  if (versionId === undefined) return [{ action: sourceAction, bucket, key, role: 'source' }];
  return [{ action: OPERATIONS.GetObject.versionAction, bucket, key, versionId, role: 'source' }];
}

import type { KeyRange, StoreKey } from '../ports/ordered-store.ts';

/** 16 random bytes that name a bucket for its whole life; a bucket that is made again under the same name has another. */
export type BucketId = Uint8Array;
/** 16 bytes, unique for every write of an object. */
export type VersionId = Uint8Array;

/** 16 bytes, unique for every upload in parts. */
export type UploadId = Uint8Array;

/** The scope of rows that belong to no bucket: users, keys, buckets themselves. */
export const systemScope: BucketId = new Uint8Array(16);

/**
 * Every key of the store, as an order-preserving tuple: `table 0x00`, ids of fixed length as they are, names followed by `0x00`
 * (bucket and object names hold no NUL). Numbers are big-endian. See ARCHITECTURE.md, Keyspace.
 */
export const keyspace = {
  keyring: (): StoreKey => tuple('keyring'),
  bucket: (name: string): StoreKey => tuple('bucket', name),
  buckets: (): KeyRange => within(tuple('bucket')),
  document: (bucketId: BucketId, subResource: string): StoreKey => tuple('document', bucketId, subResource),
  documents: (bucketId: BucketId): KeyRange => within(tuple('document', bucketId)),
  bucketKey: (bucketId: BucketId, bucketKeyId: Uint8Array): StoreKey => tuple('bucket-key', bucketId, bucketKeyId),
  bucketKeys: (bucketId: BucketId): KeyRange => within(tuple('bucket-key', bucketId)),
  allBucketKeys: (): KeyRange => within(tuple('bucket-key')),
  /** One empty row for each local bucket key that a master key wraps, so that its last use can be checked in one range. */
  masterKeyUse: (version: number, bucketKeyId: Uint8Array): StoreKey => tuple('master-key-use', bigEndian(version), bucketKeyId),
  masterKeyUses: (version: number): KeyRange => within(tuple('master-key-use', bigEndian(version))),
  liveBucketKey: (bucketId: BucketId, scheme: 'local' | 'kms', keyId: string): StoreKey =>
    tuple('bucket-key-live', bucketId, scheme, keyId),
  liveBucketKeys: (bucketId: BucketId): KeyRange => within(tuple('bucket-key-live', bucketId)),
  object: (bucketId: BucketId, key: string): StoreKey => tuple('object', bucketId, key),
  objects: (bucketId: BucketId): KeyRange => within(tuple('object', bucketId)),
  body: (bucketId: BucketId, key: string, versionId: VersionId): StoreKey => tuple('body', bucketId, key, versionId),
  bodies: (bucketId: BucketId): KeyRange => within(tuple('body', bucketId)),
  upload: (bucketId: BucketId, key: string, uploadId: UploadId): StoreKey => tuple('upload', bucketId, key, uploadId),
  uploads: (bucketId: BucketId): KeyRange => within(tuple('upload', bucketId)),
  part: (uploadId: UploadId, partNumber: number): StoreKey => tuple('part', uploadId, bigEndian(partNumber)),
  parts: (uploadId: UploadId): KeyRange => within(tuple('part', uploadId)),
  /** Parts that wait for their removal, of an upload that has ended. They go before their bucket does, whose key opens them. */
  partsJob: (bucketId: BucketId, uploadId: UploadId): StoreKey => tuple('job', 'parts', bucketId, uploadId),
  partsJobsOf: (bucketId: BucketId): KeyRange => within(tuple('job', 'parts', bucketId)),
  partsJobs: (): KeyRange => within(tuple('job', 'parts')),
  /** Every version and delete marker of a name, newest first; see `ObjectHead.version`. */
  version: (bucketId: BucketId, key: string, sequence: number): StoreKey =>
    tuple('version', bucketId, key, bigEndian(Number.MAX_SAFE_INTEGER - sequence)),
  versionsOf: (bucketId: BucketId, key: string): KeyRange => within(tuple('version', bucketId, key)),
  versions: (bucketId: BucketId): KeyRange => within(tuple('version', bucketId)),
  /** Which version of a name has the id `null`. */
  nullVersion: (bucketId: BucketId, key: string): StoreKey => tuple('null-version', bucketId, key),
  intent: (blobId: string): StoreKey => tuple('intent', blobId),
  intents: (): KeyRange => within(tuple('intent')),
  trash: (atMs: number, blobId: string): StoreKey => tuple('trash', bigEndian(atMs), blobId),
  trashed: (): KeyRange => within(tuple('trash')),
  kmsKey: (keyId: string): StoreKey => tuple('kms', 'key', keyId),
  kmsKeys: (): KeyRange => within(tuple('kms', 'key')),
  kmsAlias: (alias: string): StoreKey => tuple('kms', 'alias', alias),
  kmsAliases: (): KeyRange => within(tuple('kms', 'alias')),
  accessKey: (accessKeyId: string): StoreKey => tuple('ram', 'access-key', accessKeyId),
  rootAccessKey: (): StoreKey => tuple('ram', 'root'),
  account: (): StoreKey => tuple('ram', 'account'),
  user: (name: string): StoreKey => tuple('ram', 'user', name),
  users: (): KeyRange => within(tuple('ram', 'user')),
  group: (name: string): StoreKey => tuple('ram', 'group', name),
  groups: (): KeyRange => within(tuple('ram', 'group')),
  policy: (name: string): StoreKey => tuple('ram', 'policy', name),
  policies: (): KeyRange => within(tuple('ram', 'policy')),
  role: (name: string): StoreKey => tuple('ram', 'role', name),
  roles: (): KeyRange => within(tuple('ram', 'role')),
  /** Empty rows, so that an id is given once, and the last use of a group or a policy and the trust in a user can be checked in one range. */
  userId: (id: string): StoreKey => tuple('ram', 'user-id', id),
  groupUse: (group: string, user: string): StoreKey => tuple('ram', 'group-use', group, user),
  groupUses: (group: string): KeyRange => within(tuple('ram', 'group-use', group)),
  policyUse: (policy: string, kind: string, name: string): StoreKey => tuple('ram', 'policy-use', policy, kind, name),
  policyUses: (policy: string): KeyRange => within(tuple('ram', 'policy-use', policy)),
  trustUse: (user: string, role: string): StoreKey => tuple('ram', 'trust-use', user, role),
  trustUses: (user: string): KeyRange => within(tuple('ram', 'trust-use', user)),
  /** What session tokens are bound to; no row is ever kept there. */
  sessionToken: (): StoreKey => tuple('ram', 'token'),
  /** Whether public access to the account's buckets is blocked. */
  accountPublicAccess: (): StoreKey => tuple('ram', 'public-access'),
} as const;

/** The part of a key of such a range as `keyspace.buckets()` or `keyspace.objects(…)` that is the name. */
export function nameOf(key: StoreKey, range: KeyRange): string {
  return view(key).toString('utf8', range.gte.length, key.length - 1);
}

/** The part of a `keyspace.trash` or `keyspace.intent` key that is the blob id, and for trash its time in ms. */
export function trashOf(key: StoreKey): { readonly atMs: number; readonly blobId: string } {
  const start = keyspace.trashed().gte.length;
  return { atMs: Number(view(key).readBigUInt64BE(start)), blobId: view(key).toString('utf8', start + 8, key.length - 1) };
}

/** The number in a `keyspace.part` key. */
export function partNumberOf(key: StoreKey): number {
  return Number(view(key).readBigUInt64BE(key.length - 8));
}

/** The bucket and the upload in a `keyspace.partsJob` key. */
export function partsJobOf(key: StoreKey): { readonly bucketId: BucketId; readonly uploadId: UploadId } {
  return { bucketId: Uint8Array.from(key.subarray(-32, -16)), uploadId: Uint8Array.from(key.subarray(-16)) };
}

/** Object name and upload id in a `keyspace.upload` key. */
export function uploadOf(key: StoreKey, bucketId: BucketId): { readonly name: string; readonly uploadId: UploadId } {
  const start = keyspace.uploads(bucketId).gte.length;
  return { name: view(key).toString('utf8', start, key.length - 17), uploadId: Uint8Array.from(key.subarray(-16)) };
}

/** Object name and sequence in a `keyspace.version` key. */
export function versionOf(key: StoreKey, bucketId: BucketId): { readonly name: string; readonly sequence: number } {
  const start = keyspace.versions(bucketId).gte.length;
  const sequence = Number.MAX_SAFE_INTEGER - Number(view(key).readBigUInt64BE(key.length - 8));
  return { name: view(key).toString('utf8', start, key.length - 9), sequence };
}

/** Whose bucket key a `keyspace.bucketKey` key is of. */
export function bucketKeyPlace(key: StoreKey): { readonly bucketId: BucketId; readonly bucketKeyId: Uint8Array } {
  const start = keyspace.allBucketKeys().gte.length;
  return { bucketId: key.subarray(start, start + 16), bucketKeyId: key.subarray(start + 16) };
}

/** The first key after every key that starts with `prefix`. */
export function afterPrefix(prefix: Uint8Array): StoreKey {
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 0xff) end -= 1;
  const after = Uint8Array.prototype.slice.call(prefix, 0, end);
  after[end - 1] = (after[end - 1] ?? 0) + 1;
  return after;
}

/** The lowest key that is higher than `key`. */
export function afterKey(key: StoreKey): StoreKey {
  return Buffer.concat([key, Buffer.of(0)]);
}

function within(prefix: StoreKey): KeyRange {
  return { gte: prefix, lt: afterPrefix(prefix) };
}

function tuple(table: string, ...parts: readonly (string | Uint8Array)[]): StoreKey {
  let length = table.length + 1;
  for (const part of parts) length += typeof part === 'string' ? Buffer.byteLength(part) + 1 : part.length;
  const key = Buffer.allocUnsafe(length);
  let offset = key.write(table, 0, 'latin1');
  key[offset++] = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      offset += key.write(part, offset, 'utf8');
      key[offset++] = 0;
    } else {
      key.set(part, offset);
      offset += part.length;
    }
  }
  return key;
}

function bigEndian(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function view(key: StoreKey): Buffer {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength);
}

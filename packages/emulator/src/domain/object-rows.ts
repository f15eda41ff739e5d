import type { ObjectKey, StoredEncryption, Tags } from '@sse/core';
import type { Md5State } from '../body/resumable-md5.ts';
import type { BucketId, VersionId } from './keyspace.ts';

/** How an object came to be, as replies name it. */
type ObjectType = 'Normal' | 'Multipart' | 'Appendable' | 'Symlink';

/** A version's place among those of its name. */
export interface VersionPlace {
  /** Milliseconds since 1970 of the commit that made it, or more where the newest version before it was as young: it grows with every version of a name. */
  readonly sequence: number;
  /** Whether clients know it as `null`: it was made while versioning was not enabled. A name has at most one such version. */
  readonly isNull: boolean;
}

/** The head row of a visible object: at most 1 KiB, all that a listing needs. */
export interface ObjectHead {
  /** Absent: made before versioning was first enabled, and not overwritten since. Then it is the only version, has no version row, and is the null version. */
  readonly version?: VersionPlace | undefined;
  readonly versionId: VersionId;
  /** Bytes of plaintext. */
  readonly size: number;
  /** Upper-case hex, without quotes. */
  readonly etag: string;
  /** CRC-64/XZ of the plaintext. */
  readonly crc64: bigint;
  readonly type: ObjectType;
  readonly contentType: string;
  readonly storageClass: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Fixed when the object is written; names the resolved KMS key id. */
  readonly encryption: StoredEncryption;
  /** The MD5 of the plaintext, 16 bytes, where the ETag is another one and it is known all the same: after a sequential upload. */
  readonly md5?: Uint8Array | undefined;
  /** Blobs that the body row names; 0 when all bytes are inline. */
  readonly blobs: number;
}

/** A version that says that there is no object. */
export interface DeleteMarker {
  readonly version: VersionPlace;
  readonly versionId: VersionId;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** The head of a version that has a version row. */
export type VersionHead = ObjectHead & { readonly version: VersionPlace };

/** The version row of an object, which the head row repeats while the version is the current one, or of a delete marker. */
export type VersionRow = { readonly head: VersionHead } | { readonly marker: DeleteMarker };

/** Says which version of a name is the null version. */
export interface NullVersionRow {
  readonly sequence: number;
}

/** One attempt to write bytes (envelope.md §2). Without encryption its bytes are plain and `crc64` guards them. */
export interface Extent {
  readonly id: Uint8Array;
  /** Bytes of plaintext. */
  readonly length: number;
  /** Absent when the bytes are in the row. */
  readonly blobId?: string | undefined;
  readonly inline?: Uint8Array | undefined;
  /** Only without encryption. */
  readonly crc64?: bigint | undefined;
}

/** Many extents in few bytes; see `packExtents`. */
export type PackedExtents = Uint8Array;

/** What of an object can change without a new write of it. */
export interface Amendable {
  /** Absent: none. */
  readonly tags?: Tags | undefined;
  /** Absent: `default`, the bucket's. */
  readonly acl?: ObjectAcl | undefined;
}

/** Whom an object of its own ACL is open to. */
export type ObjectAcl = 'private' | 'public-read' | 'public-read-write';

/** The body row: what reading an object needs besides its head. Appends change it together with the head, `amendObject` without it. */
export interface ObjectBody extends Amendable {
  /** User metadata and the content headers that replies repeat; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly extents: readonly Extent[] | PackedExtents;
  /** DEK envelope, manifest and its tag; all three absent without encryption. */
  readonly envelope?: Uint8Array | undefined;
  readonly manifest?: Uint8Array | undefined;
  readonly manifestTag?: Uint8Array | undefined;
  /** The name that a symbolic link stands for, in its own bucket; absent for all other objects. */
  readonly symlinkTarget?: ObjectKey | undefined;
}

/** An upload in parts, until it is completed or aborted; its tags and ACL are the object's to be. */
export interface UploadRow extends Amendable {
  readonly initiatedAt: number;
  /** `completing` keeps parts and Abort away until `until`, in ms since 1970, when whoever was completing is taken for dead. */
  readonly state: 'open' | { readonly completing: true; readonly until: number };
  /** Fixed when the upload began. */
  readonly encryption: StoredEncryption;
  /** The data key of all its parts, wrapped for the upload; absent without encryption. */
  readonly envelope?: Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly storageClass: string;
  /** Parts must come one after the other, and the object has a Content-MD5 (observed behaviour 24). */
  readonly sequential: boolean;
  /** Only of a sequential upload that has parts. */
  readonly sequence?: PartSequence | undefined;
}

/** How far a sequential upload is: its parts are numbered 1 to `parts`, and nothing else. Changes in the commit of each part. */
export interface PartSequence {
  readonly parts: number;
  /** The MD5 of the bytes before the last part; absent when that is the first. */
  readonly before: Md5State | undefined;
  /** The MD5 of the bytes of all parts. */
  readonly after: Md5State;
}

/** A part whose bytes are stored. */
export interface PartRow {
  readonly extent: Extent;
  /** Upper-case hex, without quotes. */
  readonly etag: string;
  readonly crc64: bigint;
  readonly modifiedAt: number;
}

/** What binds keys and manifest to one write of one object. */
export interface ObjectBinding {
  readonly bucketId: BucketId;
  readonly objectKey: string;
  readonly versionId: VersionId;
}

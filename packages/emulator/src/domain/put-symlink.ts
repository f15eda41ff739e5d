import type { ObjectKey } from '@sse/core';
import { hash, toHex, utf8 } from '@sse/core/primitives';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import type { ObjectHead } from './object-rows.ts';
import { rowsOfObject, type Objects } from './objects.ts';
import type { PutRequest } from './put-object.ts';

export interface SymlinkRequest extends Pick<PutRequest, 'mayReplace' | 'contentType' | 'storageClass' | 'headers' | 'tags' | 'acl'> {
  readonly session: Session;
  readonly bucket: Bucket;
  readonly key: ObjectKey;
  /** A name in the same bucket, whether there is such an object or not. */
  readonly target: ObjectKey;
}

export interface PutSymlinkOptions {
  readonly keys: KeyHierarchy;
  readonly objects: Objects;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/**
 * Makes a name stand for another. A link is an object without bytes, so that nothing of it is encrypted but its rows; its target is in the body row.
 * Its ETag is the MD5 of the target's name. Throws 409 `FileAlreadyExists`, 404 `NoSuchBucket`.
 */
export function putSymlink({ keys, objects, now, random }: PutSymlinkOptions): (request: SymlinkRequest) => Promise<ObjectHead> {
  return async ({ session, bucket, key, target, mayReplace, contentType, storageClass, headers, tags, acl }) => {
    const local = await keys.liveKeys.local(session, bucket.id, rowsOfObject);
    const head: Omit<ObjectHead, 'version'> = {
      versionId: random(16),
      size: 0,
      etag: toHex(hash('md5', utf8(target))).toUpperCase(),
      crc64: 0n,
      type: 'Symlink',
      contentType,
      storageClass,
      modifiedAt: now(),
      encryption: { method: 'none' },
      blobs: 0,
    };
    const body = { headers, extents: [], tags, acl, symlinkTarget: target };
    return objects.publish(session, bucket, key, { mayReplace, local, head, body, release: {} });
  };
}

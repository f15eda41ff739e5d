import { OssError, type ObjectKey } from '@sse/core';
import { toHex } from '@sse/core/primitives';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import type { CommitInBucket } from './commit-in-bucket.ts';
import type { StoredObject } from './find-object.ts';
import { inTurn } from './in-turn.ts';
import type { KeyHierarchy } from './key-hierarchy.ts';
import { keyspace } from './keyspace.ts';
import type { Amendable, DeleteMarker, ObjectBody } from './object-rows.ts';
import type { Objects } from './objects.ts';
import type { VersionRef } from './version-id.ts';

/** What is to change: properties that are not named stay, those that are there and `undefined` go. */
export type Amendment = Amendable;

/**
 * Resolves to the object, or the version that `ref` names, as it was found; to a delete marker or `undefined` where nothing can be changed.
 * Throws 404 `NoSuchBucket` when the bucket went meanwhile.
 */
export type AmendObject = (
  session: Session,
  bucket: Bucket,
  key: ObjectKey,
  amendment: Amendment,
  ref?: VersionRef,
) => Promise<StoredObject | DeleteMarker | undefined>;

export interface AmendObjectOptions {
  readonly keys: KeyHierarchy;
  readonly commitIn: CommitInBucket;
  readonly objects: Objects;
}

/** A commit that lost to another one is planned again this often; a loser means that somebody else's commit went through. */
const attempts = 200;

/**
 * Changes properties of an object that are no part of its bytes, in one commit that is durable when it resolves and that checks that head and body
 * are as they were read: an overwrite, an append or another amendment that was first is kept. The head row is not written.
 */
export function amendObject({ keys, commitIn, objects }: AmendObjectOptions): AmendObject {
  const { rows, liveKeys } = keys;
  const turns = inTurn();

  const amend: AmendObject = async (session, bucket, key, amendment, ref) => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await objects.find(session, bucket, key, ref);
      if (found === undefined || !('head' in found)) return found;
      const { head, headKey, body } = found;
      const bodyKey = keyspace.body(bucket.id, key, head.value.versionId);
      const local = await liveKeys.local(session, bucket.id);
      const amended: ObjectBody = { ...body.value, ...amendment };
      const result = await commitIn(session, bucket, {
        checks: [
          { key: headKey, version: head.version },
          { key: bodyKey, version: body.version },
        ],
        sets: [{ key: bodyKey, value: rows.seal(local, bodyKey, amended) }],
      });
      if (result.ok) return found;
    }
    throw new OssError('ServiceUnavailable');
  };

  return (session, bucket, key, amendment, ref) => turns(`${toHex(bucket.id)}/${key}`, () => amend(session, bucket, key, amendment, ref));
}

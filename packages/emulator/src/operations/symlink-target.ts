import { Fault, OssError, type ObjectKey } from '@sse/core';
import type { ObjectBody, ObjectHead } from '../domain/object-rows.ts';

interface ObjectRows {
  readonly head: ObjectHead;
  readonly body: ObjectBody;
}

/** The name that a link stands for; throws 400 `NotSymlink` where the object is none. */
export function linkTarget({ head, body }: ObjectRows): ObjectKey {
  if (head.type !== 'Symlink') throw new OssError('NotSymlink');
  if (body.symlinkTarget === undefined) throw new Fault('not-authentic', 'a link has no target');
  return body.symlinkTarget;
}

/**
 * What is read through a link, and what replies say of it: length, ETag, CRC and encryption of the target, the later of both times, all else the
 * link's (observed behaviour 27). Throws 404 `SymlinkTargetNotExist`, and 400 `InvalidTargetType` for a link to a link.
 */
export function seenThrough(link: ObjectRows, target: ObjectRows | undefined): ObjectRows & { readonly shown: ObjectRows } {
  if (target === undefined) throw new OssError('SymlinkTargetNotExist');
  if (target.head.type === 'Symlink') throw new OssError('InvalidTargetType');
  const { size, etag, crc64, encryption, modifiedAt } = target.head;
  const head = { ...link.head, size, etag, crc64, encryption, modifiedAt: Math.max(link.head.modifiedAt, modifiedAt) };
  return { ...target, shown: { head, body: link.body } };
}

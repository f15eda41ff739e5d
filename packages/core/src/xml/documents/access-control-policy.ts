import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { token } from '../leaves.ts';
import { object, optional } from '../structures.ts';
import { owner } from './owner.ts';

/** The reply of GetBucketAcl and GetObjectAcl, and the body by which some clients put an ACL, then often without an owner. */
export const accessControlPolicy = xmlDocument(
  'AccessControlPolicy',
  object({ Owner: optional(owner), AccessControlList: object({ Grant: token() }) }),
);

/** Who owns a bucket or an object, and what others may do with it. */
export type AccessControlPolicy = ValueOfDocument<typeof accessControlPolicy>;

import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { token } from '../leaves.ts';
import { object } from '../structures.ts';
import { owner } from './owner.ts';

/** The reply of GetObjectAcl: who owns the object, and its one grant. */
export const accessControlPolicy = xmlDocument(
  'AccessControlPolicy',
  object({ Owner: owner, AccessControlList: object({ Grant: token() }) }),
);

/** An ACL as XML has it. */
export type AccessControlPolicy = ValueOfDocument<typeof accessControlPolicy>;

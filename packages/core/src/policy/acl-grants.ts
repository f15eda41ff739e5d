import type { BucketAcl } from '../bucket/acl.ts';

/** What an ACL can grant to everybody: reading objects, or writing them. */
export type AclAccess = 'read' | 'write';

/** The actions that ACLs speak of, all of them on objects; listing, documents of buckets and named versions need a policy. */
const ACCESS_OF: Readonly<Record<string, AclAccess>> = {
  'oss:GetObject': 'read',
  'oss:PutObject': 'write',
  'oss:DeleteObject': 'write',
  'oss:AbortMultipartUpload': 'write',
  'oss:ListParts': 'write',
};

/** What an action is to ACLs; `undefined` when no ACL allows it. */
export function aclAccess(action: string): AclAccess | undefined {
  return Object.hasOwn(ACCESS_OF, action) ? ACCESS_OF[action] : undefined;
}

/** Whether an ACL of a bucket or an object opens an access to everybody, anonymous callers too. */
export function isOpenTo(acl: BucketAcl, access: AclAccess): boolean {
  return acl === 'public-read-write' || (acl === 'public-read' && access === 'read');
}

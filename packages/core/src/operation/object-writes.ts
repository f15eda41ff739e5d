import type { OperationName } from './operation-name.ts';

/** The operations whose headers, or form fields, give a new object its tags (`x-oss-tagging`) and its ACL (`x-oss-object-acl`). */
export const OBJECT_WRITES: ReadonlySet<OperationName> = new Set<OperationName>([
  'PutObject',
  'PostObject',
  'CopyObject',
  'AppendObject',
  'InitiateMultipartUpload',
  'PutSymlink',
]);

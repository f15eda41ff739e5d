import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { enumeration } from '../leaves.ts';
import { malformed } from '../malformed.ts';
import { object, optional } from '../structures.ts';

/** The versioning of a bucket, of PutBucketVersioning and GetBucketVersioning (protocol reference §4.6); without `Status` it was never enabled. */
export const versioningConfiguration = xmlDocument(
  'VersioningConfiguration',
  object({
    Status: optional(enumeration(['Enabled', 'Suspended'], (word) => malformed(`expected Enabled or Suspended, got "${word}"`))),
  }),
);

/** Whether a bucket keeps versions. */
export type VersioningConfiguration = ValueOfDocument<typeof versioningConfiguration>;

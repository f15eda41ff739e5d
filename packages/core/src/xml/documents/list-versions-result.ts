import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, date, integer, text, token } from '../leaves.ts';
import { interleaved, list, object, optional, textOrEmpty } from '../structures.ts';
import { commonPrefix, LISTING_OPTIONS } from './listed-object.ts';
import { owner } from './owner.ts';

/** What versions and delete markers have in common. */
const LISTED = { Key: text(), VersionId: token(), IsLatest: boolean(), LastModified: date() };

const listedVersion = object({ ...LISTED, ETag: text(), Type: token(), Size: integer(), StorageClass: token(), Owner: owner });

/**
 * The reply of ListObjectVersions (protocol reference §4.5): names in order, the versions of a name newest first. `Entries` are versions and
 * delete markers as they follow each other. The markers to go on after are there when `IsTruncated`.
 */
export const listVersionsResult = xmlDocument(
  'ListVersionsResult',
  object({
    Name: token(),
    Prefix: textOrEmpty(),
    KeyMarker: textOrEmpty(),
    VersionIdMarker: textOrEmpty(),
    MaxKeys: integer(),
    Delimiter: textOrEmpty(),
    EncodingType: optional(token()),
    IsTruncated: boolean(),
    NextKeyMarker: optional(text()),
    NextVersionIdMarker: optional(token()),
    Entries: interleaved({ Version: listedVersion, DeleteMarker: object({ ...LISTED, Owner: owner }) }),
    CommonPrefixes: list(commonPrefix),
  }),
  LISTING_OPTIONS,
);

/** A page of the versions and delete markers of a bucket. */
export type ListVersionsResult = ValueOfDocument<typeof listVersionsResult>;

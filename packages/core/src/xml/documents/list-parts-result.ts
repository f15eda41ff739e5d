import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, date, integer, text, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';
import { LISTING_OPTIONS } from './listed-object.ts';

/** A part of an upload; `ETag` holds its quotes, `Size` is in bytes of plaintext, `HashCrc64ecma` in decimal. */
const listedPart = object({ PartNumber: integer(), LastModified: date(), ETag: text(), HashCrc64ecma: optional(token()), Size: integer() });

/**
 * The reply of ListParts (protocol reference §4.7). oss2 needs `IsTruncated` and `NextPartNumberMarker`.
 * The `Client…` elements are there for uploads that began with client-side encryption (observed behaviour 33).
 */
export const listPartsResult = xmlDocument(
  'ListPartsResult',
  object({
    EncodingType: optional(token()),
    Bucket: token(),
    Key: text(),
    UploadId: token(),
    StorageClass: token(),
    PartNumberMarker: integer(),
    NextPartNumberMarker: integer(),
    MaxParts: integer(),
    IsTruncated: boolean(),
    ClientEncryptionKey: optional(text()),
    ClientEncryptionStart: optional(text()),
    ClientEncryptionCekAlg: optional(text()),
    ClientEncryptionWrapAlg: optional(text()),
    ClientEncryptionDataSize: optional(text()),
    ClientEncryptionPartSize: optional(text()),
    Part: list(listedPart),
  }),
  LISTING_OPTIONS,
);

/** A page of an upload's parts. */
export type ListPartsResult = ValueOfDocument<typeof listPartsResult>;

import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, date, integer, text, token } from '../leaves.ts';
import { list, object, optional, textOrEmpty } from '../structures.ts';
import { commonPrefix, LISTING_OPTIONS } from './listed-object.ts';

/** An upload in progress. */
const listedUpload = object({ Key: text(), UploadId: token(), StorageClass: token(), Initiated: date() });

/** The reply of ListMultipartUploads (protocol reference §4.7); oss2 needs `IsTruncated`, `NextKeyMarker` and `NextUploadIdMarker`. */
export const listMultipartUploadsResult = xmlDocument(
  'ListMultipartUploadsResult',
  object({
    EncodingType: optional(token()),
    Bucket: token(),
    KeyMarker: textOrEmpty(),
    UploadIdMarker: textOrEmpty(),
    NextKeyMarker: textOrEmpty(),
    NextUploadIdMarker: textOrEmpty(),
    Delimiter: textOrEmpty(),
    Prefix: textOrEmpty(),
    MaxUploads: integer(),
    IsTruncated: boolean(),
    Upload: list(listedUpload),
    CommonPrefixes: list(commonPrefix),
  }),
  LISTING_OPTIONS,
);

/** A page of a bucket's uploads in progress. */
export type ListMultipartUploadsResult = ValueOfDocument<typeof listMultipartUploadsResult>;

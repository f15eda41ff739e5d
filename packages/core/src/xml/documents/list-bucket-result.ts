import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, integer, text, token } from '../leaves.ts';
import { list, object, optional, textOrEmpty } from '../structures.ts';
import { commonPrefix, listedObject, LISTING_OPTIONS } from './listed-object.ts';

/** The reply of ListObjects, version 1 (protocol reference §4.5). `NextMarker` is there when `IsTruncated`. */
export const listBucketResult = xmlDocument(
  'ListBucketResult',
  object({
    Name: token(),
    Prefix: textOrEmpty(),
    Marker: textOrEmpty(),
    MaxKeys: integer(),
    Delimiter: textOrEmpty(),
    EncodingType: optional(token()),
    IsTruncated: boolean(),
    NextMarker: optional(text()),
    Contents: list(listedObject),
    CommonPrefixes: list(commonPrefix),
  }),
  LISTING_OPTIONS,
);

/** A page of a bucket's objects, version 1. */
export type ListBucketResult = ValueOfDocument<typeof listBucketResult>;

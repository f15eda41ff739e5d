import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, integer, text, token } from '../leaves.ts';
import { list, object, optional, textOrEmpty } from '../structures.ts';
import { commonPrefix, listedObject, LISTING_OPTIONS } from './listed-object.ts';

/** The reply of ListObjects with `list-type=2` (protocol reference §4.5). `NextContinuationToken` is there when `IsTruncated`. */
export const listBucketResultV2 = xmlDocument(
  'ListBucketResult',
  object({
    Name: token(),
    Prefix: textOrEmpty(),
    StartAfter: optional(text()),
    ContinuationToken: optional(text()),
    MaxKeys: integer(),
    Delimiter: textOrEmpty(),
    EncodingType: optional(token()),
    IsTruncated: boolean(),
    NextContinuationToken: optional(text()),
    Contents: list(listedObject),
    CommonPrefixes: list(commonPrefix),
    KeyCount: integer(),
  }),
  LISTING_OPTIONS,
);

/** A page of a bucket's objects, version 2. */
export type ListBucketResultV2 = ValueOfDocument<typeof listBucketResultV2>;

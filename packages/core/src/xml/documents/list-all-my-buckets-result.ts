import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, date, integer, text, token } from '../leaves.ts';
import { object, optional, wrappedList } from '../structures.ts';
import { owner } from './owner.ts';
import { tagSet } from './tagging.ts';

const bucket = object({
  Comment: optional(text()),
  CreationDate: date(),
  ExtranetEndpoint: token(),
  IntranetEndpoint: token(),
  Location: token(),
  Name: token(),
  Region: optional(token()),
  ResourceGroupId: optional(token()),
  StorageClass: token(),
  Tagging: optional(object({ TagSet: tagSet })),
});

/**
 * The reply of ListBuckets (protocol reference §4.5). The paging elements are there only when the request pages; an absent `IsTruncated`
 * means that this is all. Tags are there when the request chose buckets by them (observed behaviour 19).
 */
export const listAllMyBucketsResult = xmlDocument(
  'ListAllMyBucketsResult',
  object({
    Prefix: optional(text()),
    Marker: optional(text()),
    MaxKeys: optional(integer()),
    IsTruncated: optional(boolean()),
    NextMarker: optional(text()),
    Owner: owner,
    Buckets: wrappedList('Bucket', bucket),
  }),
);

/** A page of a user's buckets. */
export type ListAllMyBucketsResult = ValueOfDocument<typeof listAllMyBucketsResult>;

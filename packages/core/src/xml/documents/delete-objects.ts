import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, text, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';
import { LISTING_OPTIONS } from './listed-object.ts';

/** The body of DeleteMultipleObjects: up to 1,000 objects or versions. Names may hold any character (observed behaviour 6). */
export const deleteObjects = xmlDocument(
  'Delete',
  object({ Quiet: optional(boolean()), Object: list(object({ Key: text(), VersionId: optional(token()) })) }),
  LISTING_OPTIONS,
);

/** What a client wants deleted. */
export type DeleteObjects = ValueOfDocument<typeof deleteObjects>;

/** The reply of DeleteMultipleObjects; empty of `Deleted` when `Quiet` was asked for. */
export const deleteResult = xmlDocument(
  'DeleteResult',
  object({
    EncodingType: optional(token()),
    Deleted: list(
      object({
        Key: text(),
        VersionId: optional(token()),
        DeleteMarker: optional(boolean()),
        DeleteMarkerVersionId: optional(token()),
      }),
    ),
  }),
  LISTING_OPTIONS,
);

/** What was deleted, and what delete markers that made. */
export type DeleteResult = ValueOfDocument<typeof deleteResult>;

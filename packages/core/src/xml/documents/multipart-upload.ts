import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { integer, text, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';

/** A list of 10,000 parts fits well. */
const MAX_PART_LIST_BYTES = 4 * 2 ** 20;

/** Which object of which bucket; with `EncodingType` the name is percent-encoded. */
const place = { EncodingType: optional(token()), Bucket: token(), Key: text() };

/** The reply of InitiateMultipartUpload (protocol reference §4.7). */
export const initiateMultipartUploadResult = xmlDocument('InitiateMultipartUploadResult', object({ ...place, UploadId: token() }), {
  acceptForbiddenCharacters: true,
});

/** The body of CompleteMultipartUpload: parts in ascending order. `ETag` may have quotes or not, and be of either case. */
export const completeMultipartUpload = xmlDocument(
  'CompleteMultipartUpload',
  object({ Part: list(object({ PartNumber: integer(), ETag: token() })) }),
  { maxBytes: MAX_PART_LIST_BYTES },
);

/** The parts that a client wants to make an object of. */
export type CompleteMultipartUpload = ValueOfDocument<typeof completeMultipartUpload>;

/** The reply of CompleteMultipartUpload; `ETag` holds its quotes. */
export const completeMultipartUploadResult = xmlDocument(
  'CompleteMultipartUploadResult',
  object({ EncodingType: optional(token()), Location: text(), Bucket: token(), Key: text(), ETag: text() }),
  { acceptForbiddenCharacters: true },
);

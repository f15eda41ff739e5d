import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { token } from '../leaves.ts';
import { object, optional, otherTexts, textOrEmpty } from '../structures.ts';

/**
 * The body of an error reply (protocol reference §4.1). `details` are the elements that depend on the code, such as `BucketName`, in order.
 * They may quote a request, so characters that XML 1.0 forbids are accepted.
 */
export const errorDocument = xmlDocument(
  'Error',
  object({
    Code: token(),
    Message: textOrEmpty(),
    RequestId: textOrEmpty(),
    HostId: textOrEmpty(),
    details: otherTexts(),
    EC: optional(token()),
    RecommendDoc: optional(token()),
  }),
  { acceptForbiddenCharacters: true },
);

/** An error reply as data. */
export type ErrorDocument = ValueOfDocument<typeof errorDocument>;

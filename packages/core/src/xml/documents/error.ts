import { readableText } from '../character-data.ts';
import { xmlDocument } from '../codec.ts';
import { token } from '../leaves.ts';
import type { Fields, ObjectOf } from '../schema.ts';
import { object, optional, otherTexts, textOrEmpty } from '../structures.ts';

const fields = {
  Code: token(),
  Message: textOrEmpty(),
  RequestId: textOrEmpty(),
  HostId: textOrEmpty(),
  details: otherTexts(),
  EC: optional(token()),
  RecommendDoc: optional(token()),
} as const satisfies Fields;
const content = object(fields);

/**
 * The body of an error reply (protocol reference §4.1). `details` are the elements that depend on the code, such as `BucketName`, in order.
 * Both quote requests, which may hold characters that XML 1.0 forbids: they are accepted when read, and written as U+FFFD, for a client that
 * cannot read the document does not learn the code either. `StringToSignBytes` has what `StringToSign` then lacks.
 */
export const errorDocument = xmlDocument(
  'Error',
  { ...content, encode: (value) => content.encode(readable(value)) },
  { acceptForbiddenCharacters: true },
);

/** An error reply as data. */
export type ErrorDocument = ObjectOf<typeof fields>;

function readable(value: ErrorDocument): ErrorDocument {
  const { Message, RequestId, HostId } = value;
  const details = Object.entries(value.details).map(([name, text]) => [name, readableText(text)]);
  return {
    ...value,
    Message: readableText(Message),
    RequestId: readableText(RequestId),
    HostId: readableText(HostId),
    details: Object.fromEntries(details),
  };
}

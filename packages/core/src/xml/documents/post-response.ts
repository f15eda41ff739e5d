import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { text } from '../leaves.ts';
import { object } from '../structures.ts';

/** The reply of PostObject with `success_action_status` 201, `ETag` with its quotes (protocol reference §3.5). */
export const postResponse = xmlDocument('PostResponse', object({ Bucket: text(), Location: text(), Key: text(), ETag: text() }), {
  acceptForbiddenCharacters: true,
});

/** The reply of PostObject with status 201. */
export type PostResponse = ValueOfDocument<typeof postResponse>;

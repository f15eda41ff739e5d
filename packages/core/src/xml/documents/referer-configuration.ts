import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, text } from '../leaves.ts';
import { list, object, optional, wrappedList } from '../structures.ts';

/** Which pages may link to a bucket's objects (observed behaviour 22). Clients send an empty `Referer` for an empty list. */
export const refererConfiguration = xmlDocument(
  'RefererConfiguration',
  object({
    AllowEmptyReferer: boolean(),
    AllowTruncateQueryString: optional(boolean()),
    TruncatePath: optional(boolean()),
    RefererList: wrappedList('Referer', text()),
    RefererBlacklist: optional(object({ Referer: list(text()) })),
  }),
);

/** The referer lists of a bucket. */
export type RefererConfiguration = ValueOfDocument<typeof refererConfiguration>;

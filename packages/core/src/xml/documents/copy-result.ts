import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { date, text } from '../leaves.ts';
import { object } from '../structures.ts';

/** What a copy made, `ETag` with its quotes. */
const copied = object({ LastModified: date(), ETag: text() });

/** The reply of CopyObject (protocol reference §4.6). */
export const copyObjectResult = xmlDocument('CopyObjectResult', copied);

/** The reply of UploadPartCopy (protocol reference §4.7). */
export const copyPartResult = xmlDocument('CopyPartResult', copied);

/** The reply of CopyObject and UploadPartCopy. */
export type CopyResult = ValueOfDocument<typeof copyObjectResult>;

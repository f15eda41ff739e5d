import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { text } from '../leaves.ts';
import { list, object, textOrEmpty } from '../structures.ts';

/** The body of PutObjectTagging and the reply of GetObjectTagging (protocol reference §4.6); keys and values are exact, white space included. */
export const tagging = xmlDocument('Tagging', object({ TagSet: object({ Tag: list(object({ Key: text(), Value: textOrEmpty() })) }) }));

/** Tags as XML has them. */
export type Tagging = ValueOfDocument<typeof tagging>;

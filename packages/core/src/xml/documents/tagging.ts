import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { text } from '../leaves.ts';
import { list, object, textOrEmpty } from '../structures.ts';

/** One tag; keys and values are exact, white space included. */
export const tag = object({ Key: text(), Value: textOrEmpty() });

/** The tags of a bucket or an object. */
export const tagSet = object({ Tag: list(tag) });

/** Tags as they are put and shown, of buckets and of objects (protocol reference §4.6, observed behaviour 30). */
export const tagging = xmlDocument('Tagging', object({ TagSet: tagSet }));

/** Tags as XML has them. */
export type Tagging = ValueOfDocument<typeof tagging>;
/** One tag as XML has it. */
export type TagElement = Tagging['TagSet']['Tag'][number];

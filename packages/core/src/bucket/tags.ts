import { OssError } from '../errors/oss-error.ts';
import type { TagElement, Tagging } from '../xml/documents/tagging.ts';
import { invalidArgument } from './invalid-argument.ts';

/** Tags that a bucket may have. */
const mostTags = 20;
const longestKey = 128;
const longestValue = 256;

/** A tag that a bucket must have; any value will do when `value` is absent. */
export interface WantedTag {
  readonly key: string;
  readonly value?: string;
}

/** The parameters of ListBuckets that choose by tags; an absent one is `undefined`. */
export interface TagParameters {
  readonly tagging: string | undefined;
  readonly tagKey: string | undefined;
  readonly tagValue: string | undefined;
}

/**
 * `tagging` when a bucket may have these tags: at most 20, keys of 1 to 128 characters and each once, values up to 256 (observed behaviour 30);
 * 400 `InvalidTag` otherwise. Characters are not restricted, as they are for objects.
 */
export function checkBucketTags(tagging: Tagging): Tagging | OssError {
  const tags = tagging.TagSet.Tag;
  const keys = new Set(tags.map(({ Key }) => Key));
  const fit = tags.every(
    ({ Key, Value }) => Key !== '' && Array.from(Key).length <= longestKey && Array.from(Value).length <= longestValue,
  );
  return fit && keys.size === tags.length && tags.length <= mostTags ? tagging : new OssError('InvalidTag');
}

/** The tags without those that `DELETE ?tagging=k1,k2` names; none are left when it names none (observed behaviour 19). */
export function withoutTags(tagging: Tagging, named: string): Tagging {
  const keys = new Set(named.split(','));
  return { TagSet: { Tag: named === '' ? [] : tagging.TagSet.Tag.filter(({ Key }) => !keys.has(Key)) } };
}

/**
 * What buckets ListBuckets is to list: those with `"k":"v","k2":"v2"` of `tagging`, or with `tag-key` and `tag-value` (observed behaviour 19).
 * `undefined` without any of them; 400 `InvalidArgument` for what cannot be read, and for combinations that have no meaning.
 */
export function parseTagParameters({ tagging, tagKey, tagValue }: TagParameters): readonly WantedTag[] | undefined | OssError {
  if (tagging !== undefined && (tagKey ?? tagValue) !== undefined)
    return invalidArgument('tagging', tagging, 'The tagging parameter can not be used with tag-key and tag-value.');
  if (tagging !== undefined) return parsePairs(tagging);
  if (tagKey === undefined)
    return tagValue === undefined
      ? undefined
      : invalidArgument('tag-value', tagValue, 'The tag-value parameter needs the tag-key parameter.');
  return [tagValue === undefined ? { key: tagKey } : { key: tagKey, value: tagValue }];
}

/** Whether tags hold all that is wanted. */
export function hasTags(tags: readonly TagElement[], wanted: readonly WantedTag[]): boolean {
  return wanted.every(({ key, value }) => tags.some(({ Key, Value }) => Key === key && (value === undefined || Value === value)));
}

function parsePairs(text: string): readonly WantedTag[] | OssError {
  const refusal = invalidArgument('tagging', text, 'The tagging parameter must look like "k":"v","k2":"v2".');
  try {
    const entries: [string, unknown][] = Object.entries(JSON.parse(`{${text}}`) as object);
    const wanted = entries.flatMap(([key, value]) => (typeof value === 'string' ? [{ key, value }] : []));
    return wanted.length === entries.length && wanted.length > 0 ? wanted : refusal;
  } catch {
    return refusal;
  }
}

import { z } from 'zod';

/** A text for which `fits` holds; `expected` says which those are, behind the word "expected". */
export function textField<T extends string = string>(expected: string, fits: (text: string) => boolean): z.ZodType<T, T> {
  return z.string({ error: expected }).refine(fits, { error: expected }) as unknown as z.ZodType<T, T>;
}

/** One of a few words, by exact spelling. */
export function wordField<const T extends string>(words: readonly T[]) {
  return z.enum(words, { error: words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}` });
}

/** A mapping with these fields and no others. */
export function section<T extends z.core.$ZodLooseShape>(fields: T) {
  return z.strictObject(fields, { error: `a mapping of ${Object.keys(fields).join(', ')}` });
}

/** A list of at most `most`. */
export function listField<T extends z.core.SomeType>(item: T, what: string, most: number) {
  return z.array(item, { error: `a list of ${what}` }).max(most, { error: `at most ${most} ${what}` });
}

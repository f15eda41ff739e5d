import type { OssError } from '../errors/index.ts';
import { refuse } from './refusals.ts';

/**
 * The fields of an Authorization header after its scheme: `name<mark>value` in any order, separated by commas with or without spaces; the
 * first of a duplicate counts. A field without the mark is `InvalidArgument`.
 */
export function authorizationFields(text: string, mark: '=' | ':'): ReadonlyMap<string, string> | OssError {
  const values = new Map<string, string>();
  for (const field of text.split(',')) {
    const at = field.indexOf(mark);
    if (at < 0) return refuse('malformedAuthorization');
    const name = field.slice(0, at).trim();
    if (!values.has(name)) values.set(name, field.slice(at + 1).trim());
  }
  return values;
}

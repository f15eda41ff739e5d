import type { OssError } from '../errors/index.ts';
import { refuse } from './refusals.ts';

/** The names that a claim asks to be signed besides the usual ones, `a;b`: lower case, sorted, each once; none when `text` is absent. */
export function parseAdditionalHeaders(text: string | undefined): readonly string[] | OssError {
  if (text === undefined) return [];
  if (text.trim() === '') return refuse('emptyAdditionalHeaders');
  const names = text.split(';').map((name) => name.trim().toLowerCase());
  return names.includes('') ? refuse('emptyAdditionalHeader') : [...new Set(names)].toSorted();
}

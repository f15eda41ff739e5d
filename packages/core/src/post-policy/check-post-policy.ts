import { OssError } from '../errors/index.ts';
import type { FieldCondition, LengthCondition, PostPolicy } from './post-policy.ts';

/** A form as a policy judges it. */
export interface PostedFields {
  /** The bucket that the request addresses; a field of this name says nothing. */
  readonly bucket: string;
  /** Values as they were sent, by names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  /** The name that the object is to have, with the file's name filled in. */
  readonly key: string;
  /** The type that the object is to have, wherever it was said; absent when nowhere. */
  readonly contentType: string | undefined;
}

/** Bytes that the file may have, both ends inclusive. */
export type LengthRange = Pick<LengthCondition, 'least' | 'most'>;

/**
 * How long the file may be under a policy, once it has not expired and every condition on a field holds; else 403 `AccessDenied` in the
 * service's words. A field that was not sent fulfils nothing but `not-in`. `now` is in ms since 1970.
 *
 * What is judged is what was sent: `${filename}` in the key stands for itself. But nothing gets around a condition that way: `not-in` judges the
 * finished name too, and a condition on the type also the type that takes effect (`x-oss-content-type`, the header of the file's part).
 * Several length ranges all count. Source: protocol reference §3.5.
 */
export function checkPostPolicy({ expiresAt, conditions }: PostPolicy, posted: PostedFields, now: number): LengthRange | OssError {
  if (now > expiresAt) return denied('Policy expired.');
  let least = 0;
  let most = Number.MAX_SAFE_INTEGER;
  for (const condition of conditions) {
    if (condition.kind === 'content-length-range') {
      least = Math.max(least, condition.least);
      most = Math.min(most, condition.most);
    } else if (!holds(condition, judged(condition, posted))) {
      return denied(`Policy Condition failed: ${shown(condition)}`);
    }
  }
  return { least, most };
}

/** All values that a condition is about. */
function judged({ kind, field }: FieldCondition, { bucket, fields, key, contentType }: PostedFields): readonly string[] {
  if (field === 'bucket') return [bucket];
  const sent = fields.get(field);
  const values = sent === undefined ? [] : [sent];
  if (field === 'content-type' && contentType !== undefined) values.push(contentType);
  if (field === 'key' && kind === 'not-in') values.push(key);
  return values;
}

function holds(condition: FieldCondition, values: readonly string[]): boolean {
  const matches = (value: string): boolean => matched(condition, value);
  return condition.kind === 'not-in' ? !values.some(matches) : values.length > 0 && values.every(matches);
}

function matched(condition: FieldCondition, value: string): boolean {
  if ('values' in condition) return condition.values.includes(value);
  return condition.kind === 'eq' ? value === condition.value : value.startsWith(condition.value);
}

function shown(condition: FieldCondition): string {
  const operand =
    'values' in condition ? `[${condition.values.map((value) => JSON.stringify(value)).join(', ')}]` : JSON.stringify(condition.value);
  return `["${condition.kind}", ${JSON.stringify(`$${condition.field}`)}, ${operand}]`;
}

function denied(reason: string): OssError {
  return new OssError('AccessDenied', { message: `Invalid according to Policy: ${reason}` });
}

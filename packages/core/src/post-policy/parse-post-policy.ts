import { OssError } from '../errors/index.ts';
import { fromBase64, fromUtf8 } from '../primitives/index.ts';
import type { PolicyCondition, PostPolicy } from './post-policy.ts';

const ESCAPE = /\\([\s\S])/g;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;

/**
 * Reads the `policy` field of a form: base64 of JSON with `expiration` and `conditions`, in which `\$` stands for a dollar.
 * `InvalidPolicyDocument` for anything else; members, operators and forms of conditions that are not known are refused, never ignored.
 * Source: protocol reference §3.5.
 */
export function parsePostPolicy(base64: string): PostPolicy | OssError {
  const text = decode(base64);
  if (text === undefined) return invalid('it is not the base64 of UTF-8 text');
  const document = parseJson(text);
  if (!isRecord(document)) return invalid('it is not a JSON object');
  const { expiration, conditions, ...others } = document;
  const [other] = Object.keys(others);
  if (other !== undefined) return invalid(`unexpected member ${JSON.stringify(other)}`);
  const expiresAt = typeof expiration === 'string' && MOMENT.test(expiration) ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expiresAt)) return invalid('expiration must be a moment such as "2030-01-01T00:00:00.000Z"');
  if (!Array.isArray(conditions)) return invalid('conditions must be an array');
  const parsed: PolicyCondition[] = [];
  for (const condition of conditions as readonly unknown[]) {
    const found = Array.isArray(condition) ? operatorCondition(condition) : exactConditions(condition);
    if (found === undefined) return invalid(`unknown condition ${JSON.stringify(condition)}`);
    parsed.push(...found);
  }
  return { expiresAt, conditions: parsed };
}

function decode(base64: string): string | undefined {
  const bytes = fromBase64(base64);
  if (bytes === undefined) return undefined;
  try {
    return fromUtf8(bytes);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(ESCAPE, (pair: string, escaped: string) => (escaped === '$' ? '$' : pair)));
  } catch {
    return undefined;
  }
}

/** `{"name": "value"}`, one condition for each name. */
function exactConditions(condition: unknown): readonly PolicyCondition[] | undefined {
  if (!isRecord(condition)) return undefined;
  const conditions: PolicyCondition[] = [];
  for (const [name, value] of Object.entries(condition)) {
    if (typeof value !== 'string' || name === '') return undefined;
    conditions.push({ kind: 'eq', field: name.toLowerCase(), value });
  }
  return conditions.length === 0 ? undefined : conditions;
}

/** `["operator", "$name", operand]` and `["content-length-range", least, most]`. */
function operatorCondition(condition: readonly unknown[]): readonly PolicyCondition[] | undefined {
  const [operator, first, second] = condition;
  if (condition.length !== 3) return undefined;
  if (operator === 'content-length-range') {
    return isLength(first) && isLength(second) && first <= second ? [{ kind: operator, least: first, most: second }] : undefined;
  }
  if (typeof first !== 'string' || !/^\$./s.test(first)) return undefined;
  const field = first.slice(1).toLowerCase();
  if (operator === 'eq' || operator === 'starts-with') {
    return typeof second === 'string' ? [{ kind: operator, field, value: second }] : undefined;
  }
  if (operator !== 'in' && operator !== 'not-in') return undefined;
  return isTexts(second) ? [{ kind: operator, field, values: second }] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function invalid(reason: string): OssError {
  return new OssError('InvalidPolicyDocument', { message: `Invalid Policy: ${reason}.` });
}

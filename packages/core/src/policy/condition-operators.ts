import { matchesWildcard } from '../bucket/wildcard.ts';
import { isInBlock, parseIpBlock } from './ip-block.ts';
import type { ConditionOperator } from './policy.ts';

/** How one operator compares. */
export interface OperatorEntry {
  /** Whether `value` of the policy covers `actual` of the request. What cannot be read as the operator's type is covered by nothing. */
  readonly covers: (actual: string, value: string) => boolean;
  /** Whether none of the values may cover it. A request that lacks the key satisfies such an operator, and no other. */
  readonly negated: boolean;
  /** Whether a value of a policy can mean anything to the operator. */
  readonly isValue: (value: string) => boolean;
}

const anyText = (): boolean => true;

/** Protocol reference §5.1. `true` and `HTTPS` are the same, for the service's own pages disagree about `acs:SecureTransport`. */
export const OPERATORS: Readonly<Record<ConditionOperator, OperatorEntry>> = {
  StringEquals: is((actual, value) => actual === value, anyText),
  StringNotEquals: not((actual, value) => actual === value, anyText),
  StringEqualsIgnoreCase: is(equalsIgnoringCase, anyText),
  StringNotEqualsIgnoreCase: not(equalsIgnoringCase, anyText),
  StringLike: is((actual, value) => matchesWildcard(value, actual), anyText),
  StringNotLike: not((actual, value) => matchesWildcard(value, actual), anyText),
  NumericEquals: is(...compared(numberOf, (actual, value) => actual === value)),
  NumericNotEquals: not(...compared(numberOf, (actual, value) => actual === value)),
  NumericLessThan: is(...compared(numberOf, (actual, value) => actual < value)),
  NumericLessThanEquals: is(...compared(numberOf, (actual, value) => actual <= value)),
  NumericGreaterThan: is(...compared(numberOf, (actual, value) => actual > value)),
  NumericGreaterThanEquals: is(...compared(numberOf, (actual, value) => actual >= value)),
  DateEquals: is(...compared(momentOf, (actual, value) => actual === value)),
  DateNotEquals: not(...compared(momentOf, (actual, value) => actual === value)),
  DateLessThan: is(...compared(momentOf, (actual, value) => actual < value)),
  DateLessThanEquals: is(...compared(momentOf, (actual, value) => actual <= value)),
  DateGreaterThan: is(...compared(momentOf, (actual, value) => actual > value)),
  DateGreaterThanEquals: is(...compared(momentOf, (actual, value) => actual >= value)),
  Bool: is(...compared(truthOf, (actual, value) => actual === value)),
  IpAddress: is(...compared(parseIpBlock, isInBlock)),
  NotIpAddress: not(...compared(parseIpBlock, isInBlock)),
};

type Covers = OperatorEntry['covers'];
type IsValue = OperatorEntry['isValue'];

function is(covers: Covers, isValue: IsValue): OperatorEntry {
  return { covers, isValue, negated: false };
}

function not(covers: Covers, isValue: IsValue): OperatorEntry {
  return { covers, isValue, negated: true };
}

/** An operator over what texts mean. */
function compared<T>(read: (text: string) => T | undefined, holds: (actual: T, value: T) => boolean): [Covers, IsValue] {
  const covers: Covers = (actualText, valueText) => {
    const [actual, value] = [read(actualText), read(valueText)];
    return actual !== undefined && value !== undefined && holds(actual, value);
  };
  return [covers, (value) => read(value) !== undefined];
}

function equalsIgnoringCase(actual: string, value: string): boolean {
  return actual.toLowerCase() === value.toLowerCase();
}

function numberOf(text: string): number | undefined {
  return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

/** ISO 8601 with a zone, as in `2026-11-22T20:20:22Z` or `2026-11-23T04:20:22+08:00`; in milliseconds since 1970. */
function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

const TRUTHS: Readonly<Record<string, boolean>> = { true: true, false: false, https: true, http: false };

function truthOf(text: string): boolean | undefined {
  return Object.hasOwn(TRUTHS, text.toLowerCase()) ? TRUTHS[text.toLowerCase()] : undefined;
}

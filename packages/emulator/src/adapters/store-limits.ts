import { Fault } from '@sse/core';
import { storeLimits, type Commit, type KeyRange, type RangeOptions, type StoreKey } from '../ports/ordered-store.ts';

/** Throws `Fault('misuse')` unless `key` may name a row. */
export function assertKey(key: StoreKey): void {
  const { length } = key;
  if (length === 0 || length > storeLimits.keyBytes) throw misuse(`a key has 1 to ${storeLimits.keyBytes} bytes, this one has ${length}`);
}

/** Throws `Fault('misuse')` unless the range and its limit are within the contract. */
export function assertRange(range: RangeOptions): void {
  assertBounds(range);
  if (!Number.isInteger(range.limit) || range.limit < 0) throw misuse(`a limit is an integer, 0 or more, not ${range.limit}`);
}

/** Throws `Fault('misuse')` unless every key, value and number of the commit is within the contract and no row is changed twice. */
export function assertCommit({ checks = [], sets = [], deletes = [] }: Commit): void {
  const operations = checks.length + sets.length + deletes.length;
  if (operations > storeLimits.operations)
    throw misuse(`a commit has at most ${storeLimits.operations} operations, this one has ${operations}`);
  for (const check of checks) {
    if ('key' in check) assertKey(check.key);
    else assertBounds(check);
  }
  let bytes = 0;
  for (const { key, value } of sets) {
    assertKey(key);
    if (value.length > storeLimits.valueBytes)
      throw misuse(`a value has at most ${storeLimits.valueBytes} bytes, this one has ${value.length}`);
    bytes += value.length;
  }
  if (bytes > storeLimits.commitBytes)
    throw misuse(`the values of a commit have at most ${storeLimits.commitBytes} bytes, these have ${bytes}`);
  for (const key of deletes) assertKey(key);
  assertDistinct([...sets.map(({ key }) => key), ...deletes]);
}

/** Whether no key can lie in the range. */
export function isVoid({ gte, lt }: KeyRange): boolean {
  return Buffer.compare(gte, lt) >= 0;
}

function assertBounds({ gte, lt }: KeyRange): void {
  const length = Math.max(gte.length, lt.length);
  if (length > storeLimits.keyBytes) throw misuse(`a bound has at most ${storeLimits.keyBytes} bytes, this one has ${length}`);
}

function assertDistinct(keys: readonly StoreKey[]): void {
  const ordered = keys.length < 2 ? [] : keys.toSorted((left, right) => Buffer.compare(left, right));
  const twice = ordered.find((key, index) => index > 0 && Buffer.compare(key, ordered[index - 1] ?? key) === 0);
  if (twice !== undefined) throw misuse(`a commit changes the row of ${twice.length} key bytes twice`);
}

function misuse(message: string): Fault {
  return new Fault('misuse', message);
}

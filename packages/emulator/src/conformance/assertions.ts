import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Fault } from '@sse/core';

/** Fails unless both hold the same bytes; the message says where they differ, not what they hold. */
export function assertBytes(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  assert.ok(actual !== undefined, `${what} is not there`);
  assert.equal(actual.length, expected.length, `${what}: number of bytes`);
  if (Buffer.compare(actual, expected) === 0) return;
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  assert.fail(`${what}: byte ${at} of ${expected.length} is ${actual[at]}, not ${expected[at]}`);
}

/** Fails unless `call` rejects with `Fault('misuse')`. */
export async function assertMisuse(call: () => Promise<unknown>, what: string): Promise<void> {
  await assertRejects(call, (error) => error instanceof Fault && error.code === 'misuse', `${what} must be refused with Fault('misuse')`);
}

/** Fails unless `call` rejects with an error that `expected` accepts. */
export async function assertRejects(call: () => Promise<unknown>, expected: (error: unknown) => boolean, what: string): Promise<void> {
  let caught: unknown;
  try {
    await call();
  } catch (error) {
    caught = error;
    if (expected(error)) return;
  }
  assert.fail(caught === undefined ? `${what}; it was accepted` : `${what}; it was refused with ${inspect(caught)}`);
}

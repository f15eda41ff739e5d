import { describe, expect, it } from 'vitest';
import { receive } from '../receive.ts';
import { captureRequest, CAPTURES, type WireCapture } from '../signer-vectors.ts';
import { outcomeOf, signedMutants, unsignedOnes } from './mutants-of.ts';

/** What came of each mutant, by what was changed: only those where it is not what it should be. */
function surprises<M extends { readonly change: string }>(
  mutants: readonly M[],
  outcome: (mutant: M) => unknown,
  wanted: (mutant: M) => unknown,
) {
  return mutants.flatMap((mutant) => {
    const [came, due] = [outcome(mutant), wanted(mutant)];
    return came === due ? [] : [{ change: mutant.change, came, due }];
  });
}

const resource = ({ resolvesTo: { bucket, key } }: WireCapture) => `${bucket ?? ''}/${key}`;

describe.each(CAPTURES.map((capture, number) => ({ ...capture, number })))('$number $scheme $case $method', (capture) => {
  const request = captureRequest(capture);

  it('is accepted as captured', () => {
    expect(outcomeOf(capture, { change: 'none', request }, receive)).toBe(resource(capture));
  });

  it('is refused with one signed element changed', () => {
    const mutants = signedMutants(capture);
    expect(
      surprises(
        mutants,
        (mutant) => outcomeOf(capture, mutant, receive),
        ({ code }) => code,
      ),
    ).toEqual([]);
    expect(mutants.length).toBeGreaterThan(90);
    expect(new Set(mutants.map(({ change }) => change)).size).toBe(mutants.length);
  });

  it('is accepted with one unsigned element changed', () => {
    const mutants = unsignedOnes(capture);
    expect(
      surprises(
        mutants,
        (mutant) => outcomeOf(capture, mutant, receive),
        () => resource(capture),
      ),
    ).toEqual([]);
    expect(mutants.length).toBeGreaterThan(20);
  });
});

it('the mutants are many: one that is not generated is not noticed', () => {
  const count = (mutantsOf: (capture: WireCapture) => readonly unknown[]) =>
    CAPTURES.reduce((sum, capture) => sum + mutantsOf(capture).length, 0);
  expect(count(signedMutants)).toBeGreaterThan(29_000);
  expect(count(unsignedOnes)).toBeGreaterThan(4500);
});

import { expect, it } from 'vitest';
import { chooseCases, runCase, type ConformanceCase, type ConformanceSubject } from '../../src/conformance/index.ts';

/** One test for each case of the suite that needs no more than these capabilities. */
export function passesSuite<Subject extends ConformanceSubject>(
  suite: readonly ConformanceCase<Subject>[],
  openSubject: () => Promise<Subject>,
  capabilities: readonly string[] = [],
): void {
  it.for(chooseCases(suite, capabilities))('$name', async (each) => {
    await expect(runCase(each, openSubject)).resolves.toBeUndefined();
  });
}

import { chooseCases, runCase, type ConformanceCase, type ConformanceSubject } from '../../src/conformance/index.ts';

/** Names of the cases that a subject does not pass; stops at the first one. */
export async function firstFailure<Subject extends ConformanceSubject>(
  suite: readonly ConformanceCase<Subject>[],
  openSubject: () => Promise<Subject>,
): Promise<string | undefined> {
  for (const each of chooseCases(suite)) {
    try {
      await runCase(each, openSubject);
    } catch {
      return each.name;
    }
  }
  return undefined;
}

/** One thing that a port promises. `run` rejects with an `AssertionError` that names the promise when the subject breaks it. */
export interface ConformanceCase<Subject> {
  /** A sentence about every adapter of the port, unique within its suite. */
  readonly name: string;
  /** Capabilities that an adapter must have for the case to make sense; none by default. */
  readonly needs?: readonly string[];
  run(subject: Subject): Promise<void>;
}

/** What every case gets a fresh one of: an empty store, and how to be rid of it. */
export interface ConformanceSubject {
  /** Closes what the case left open and removes what it stored. */
  dispose(): Promise<void>;
}

/** The cases of a suite that an adapter with these capabilities has to pass. */
export function chooseCases<Subject>(
  suite: readonly ConformanceCase<Subject>[],
  capabilities: readonly string[] = [],
): readonly ConformanceCase<Subject>[] {
  return suite.filter(({ needs = [] }) => needs.every((need) => capabilities.includes(need)));
}

/** Runs one case on a subject of its own, which is disposed of whatever comes. */
export async function runCase<Subject extends ConformanceSubject>(
  each: ConformanceCase<Subject>,
  openSubject: () => Promise<Subject>,
): Promise<void> {
  const subject = await openSubject();
  try {
    await each.run(subject);
  } finally {
    await subject.dispose();
  }
}

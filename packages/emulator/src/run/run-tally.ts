import type { Observe, ServedRequest } from '../pipeline/served-request.ts';

/** Counts by name. */
type Counts = Readonly<Record<string, number>>;

/** What a program did, as `--report` writes it. */
export interface RunReport {
  readonly exitCode: number;
  /** Requests that the server answered. Absent where it is a server that was there before, which does not tell. */
  readonly requests?: number;
  /** Buckets that a request which succeeded was for, sorted. */
  readonly buckets?: readonly string[];
  /** Writes of objects that succeeded, by encryption: `AES256`, `SM4`, `KMS`, `KMS/SM4`, `none`. */
  readonly written?: Counts;
  /** Whether none of them was stored unencrypted. */
  readonly everythingEncrypted?: boolean;
  readonly refused: {
    /** Requests that ended with an error, by its code. */
    readonly requests?: Counts;
    /** Connections that the proxy refused, by host. */
    readonly hosts: Counts;
  };
}

/** Keeps count of a run. */
export interface RunTally {
  readonly observe: Observe;
  readonly refuseHost: (host: string) => void;
  readonly report: (exitCode: number) => RunReport;
}

const storesObjects: ReadonlySet<string> = new Set(['PutObject', 'PostObject', 'CopyObject', 'AppendObject', 'CompleteMultipartUpload']);

/** `sees`: whether requests are told to it, besides hosts. */
export function runTally({ sees }: { readonly sees: boolean }): RunTally {
  let requests = 0;
  const buckets = new Set<string>();
  const [written, errors, hosts] = [counter(), counter(), counter()];
  return {
    observe(served) {
      requests += 1;
      if (served.refusal !== undefined) return errors.add(served.refusal);
      if (served.bucket !== undefined && served.status < 400) buckets.add(served.bucket);
      if (isWrite(served)) written.add(served.encryption ?? 'none');
    },
    refuseHost: hosts.add,
    report(exitCode) {
      if (!sees) return { exitCode, refused: { hosts: hosts.counts() } };
      const refused = { requests: errors.counts(), hosts: hosts.counts() };
      const everythingEncrypted = written.counts()['none'] === undefined;
      return { exitCode, requests, buckets: [...buckets].toSorted(), written: written.counts(), everythingEncrypted, refused };
    },
  };
}

/** The report as one line for people, without its end. */
export function reportLine({ requests, buckets = [], written = {}, refused }: RunReport): string {
  const hosts = `hosts refused: ${listed(refused.hosts)}`;
  if (requests === undefined) return hosts;
  const parts = [
    `requests: ${requests}`,
    `buckets: ${buckets.join(', ') || 'none'}`,
    `objects written: ${listed(written, { none: 'unencrypted' })}`,
  ];
  return [...parts, `requests refused: ${listed(refused.requests ?? {})}`, hosts].join('; ');
}

function isWrite({ operation, status }: ServedRequest): boolean {
  return operation !== undefined && storesObjects.has(operation) && status < 400;
}

function counter(): { readonly add: (name: string) => void; readonly counts: () => Counts } {
  const counts = new Map<string, number>();
  return {
    add: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function listed(counts: Counts, words: Readonly<Record<string, string>> = {}): string {
  return (
    Object.entries(counts)
      .map(([name, count]) => `${count} ${words[name] ?? name}`)
      .join(', ') || 'none'
  );
}

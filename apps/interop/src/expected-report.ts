/** What `sse-emulator run --report` should write, but for the exit code. */
export interface ExpectedReport {
  readonly requests: number;
  readonly buckets: readonly string[];
  /** Objects by encryption. */
  readonly written: Readonly<Record<string, number>>;
  readonly everythingEncrypted: boolean;
  readonly refused: { readonly requests: Readonly<Record<string, number>>; readonly hosts: Readonly<Record<string, number>> };
}

const refusedNothing: ExpectedReport['refused'] = { requests: {}, hosts: {} };

/** Requests for the bucket, of which none wrote an object or was refused. */
export function answeredReport(requests: number): ExpectedReport {
  return { requests, buckets: ['examplebucket'], written: {}, everythingEncrypted: true, refused: refusedNothing };
}

/** The same, but that one of them wrote an object of this encryption. */
export function storedReport(requests: number, encryption: string): ExpectedReport {
  return { ...answeredReport(requests), written: { [encryption]: 1 }, everythingEncrypted: encryption !== 'none' };
}

/** One request, which was refused. */
export function refusedReport(code: string): ExpectedReport {
  return { ...answeredReport(1), buckets: [], refused: { requests: { [code]: 1 }, hosts: {} } };
}

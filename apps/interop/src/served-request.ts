/** A request that the server answered with success, as its access log says. */
export interface ServedRequest {
  readonly operation: string;
  readonly status: number;
  /** `path`, `virtual-host` or `cname`. */
  readonly addressing: string;
  /** Version and place of the signature, such as `v4-header` or `v1-query`; `anonymous` without one. */
  readonly signature: string;
  /** The encryption that the reply names; `none` when it names none. */
  readonly encryption: string;
  /** Whether the reply names a version of the object. */
  readonly versioned: boolean;
}

/** What kind of line the server wrote. */
export type LogLine =
  | { readonly kind: 'served'; readonly request: ServedRequest }
  /** A request that was refused, as many checks want. */
  | { readonly kind: 'refused' }
  /** Anything that a server without troubles does not write. */
  | { readonly kind: 'complaint' };

/** Reads a line of the server's log. */
export function readLogLine(line: string): LogLine {
  const { level, msg, operation, status, addressing, signature, encryption, versionId } = fieldsOf(line);
  if (level !== 'info') return { kind: 'complaint' };
  if (msg !== 'request' || typeof operation !== 'string' || typeof status !== 'number' || status < 200 || status > 299)
    return { kind: 'refused' };
  const request = {
    operation,
    status,
    addressing: String(addressing),
    signature: String(signature),
    encryption: typeof encryption === 'string' ? encryption : 'none',
    versioned: versionId !== undefined,
  };
  return { kind: 'served', request };
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

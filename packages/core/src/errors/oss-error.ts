import { ERROR_TABLE, type ErrorEntry, type OssErrorCode } from './error-table.ts';

/** What a particular occurrence adds to, or changes in, its row of the error table. */
export interface OssErrorOptions {
  /** Replaces the row's message. */
  readonly message?: string;
  /** Replaces the row's error classification (`EC`, `x-oss-ec`), which depends on the operation for some codes. */
  readonly ec?: string;
  /** Elements that the XML body carries besides the common ones, in order, such as `BucketName` or `Key`. */
  readonly details?: Readonly<Record<string, string>>;
  /** Reply headers that belong to the error, such as `x-oss-delete-marker`; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error as the OSS protocol says it: code, HTTP status, message and EC (protocol reference §4.1). */
export class OssError extends Error {
  override readonly name = 'OssError';
  readonly code: OssErrorCode;
  readonly status: number;
  /** Absent where the real service's EC is not known. */
  readonly ec: string | undefined;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: OssErrorCode, options: OssErrorOptions = {}) {
    const row: ErrorEntry = ERROR_TABLE[code];
    super(options.message ?? row.message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.status = row.status;
    this.ec = options.ec ?? row.ec;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}

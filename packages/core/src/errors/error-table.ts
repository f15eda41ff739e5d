/** One error code of the service: its HTTP status, its usual message, and its EC where the vendor shows one. */
export interface ErrorEntry {
  readonly status: number;
  readonly message: string;
  readonly ec?: string;
}

/**
 * Every error code this project answers with.
 * Source: protocol reference §1.5 and §4.1 (vendor's HTTP status code pages and integration tests); a row without `ec` has none in any source.
 */
export const ERROR_TABLE = {
  AccessDenied: { status: 403, message: 'AccessDenied' },
  InternalError: { status: 500, message: 'We encountered an internal error. Please try again.' },
  InvalidArgument: { status: 400, message: 'Invalid Argument' },
  NotImplemented: { status: 501, message: 'A header you provided implies functionality that is not implemented.' },
} as const satisfies Record<string, ErrorEntry>;

export type OssErrorCode = keyof typeof ERROR_TABLE;

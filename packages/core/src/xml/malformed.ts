import { OssError } from '../errors/oss-error.ts';

/** Reasons quote what came, and what came may be long. */
const MAX_REASON_LENGTH = 200;

/** `MalformedXML` with the service's own message; `reason` says what was expected and what came, for logs, as its `cause`. */
export function malformed(reason: string): OssError {
  return new OssError('MalformedXML', { cause: reason.slice(0, MAX_REASON_LENGTH) });
}

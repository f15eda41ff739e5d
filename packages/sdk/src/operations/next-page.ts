import type { OperationName } from '@sse/core';
import { OssTransportError } from '../errors/transport-error.ts';
import type { Reply } from '../transport/call.ts';

/** Where the page after a truncated one begins; a truncated page that leads nowhere, or back to itself, is a `malformed-reply`. */
export function nextPage(
  operation: OperationName,
  { requestId }: Reply,
  { current, next }: { readonly current: string | undefined; readonly next: string | undefined },
): string {
  if (next === undefined || next === current) {
    throw new OssTransportError('malformed-reply', operation, 'expected a truncated page to say where the next one begins', { requestId });
  }
  return next;
}

import type { OssError, RpcError } from '@sse/core';
import type { Reply } from '../pipeline/reply.ts';

/** JSON as a reply that nobody keeps: it may hold a secret. */
export function jsonReply(status: number, value: object, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** An error as the JSON interfaces say it (protocol reference §6.4). */
export function jsonErrorReply(
  { code, status, message }: OssError | RpcError,
  { requestId, host }: { readonly requestId: string; readonly host: string },
  headers?: Reply['headers'],
): Reply {
  return jsonReply(status, { RequestId: requestId, HostId: host, Code: code, Message: message }, headers);
}

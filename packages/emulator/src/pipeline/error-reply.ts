import { encodeXml, errorDocument, type OssError } from '@sse/core';
import { toBase64, utf8 } from '@sse/core/primitives';
import type { Reply } from './reply.ts';

export interface ErrorContext {
  readonly requestId: string;
  /** The host that the client used. */
  readonly host: string;
  readonly method: string;
}

/** An error as the protocol says it; on HEAD, which has no body, through `x-oss-err` (protocol reference §4.1). */
export function errorReply(error: OssError, { requestId, host, method }: ErrorContext): Reply {
  const common = { ...error.headers, 'x-oss-ec': error.ec };
  if (error.status === 304) return { status: 304, headers: common };
  const document = encodeXml(errorDocument, {
    Code: error.code,
    Message: error.message,
    RequestId: requestId,
    HostId: host,
    details: error.details,
    ...(error.ec === undefined ? {} : { EC: error.ec, RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${error.ec}` }),
  });
  if (method === 'HEAD') return { status: error.status, headers: { ...common, 'x-oss-err': toBase64(utf8(document)) } };
  return { status: error.status, headers: { ...common, 'Content-Type': 'application/xml' }, body: document };
}

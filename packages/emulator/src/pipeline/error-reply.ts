import { encodeXml, errorDocument, type OssError } from '@sse/core';
import { toBase64, utf8 } from '@sse/core/primitives';
import type { Reply } from './reply.ts';

export interface ErrorContext {
  readonly requestId: string;
  /** The host that the client used. */
  readonly host: string;
  readonly method: string;
}

/** The longest document, in bytes, that goes into a header: clients refuse replies whose headers are longer than 16 KiB, and base64 adds a third. */
const MOST_IN_HEADER = 8192;

/** An error as the protocol says it; on HEAD, which has no body, through `x-oss-err` (protocol reference §4.1). */
export function errorReply(error: OssError, { requestId, host, method }: ErrorContext): Reply {
  const common = { ...error.headers, 'x-oss-ec': error.ec };
  if (error.status === 304) return { status: 304, headers: common };
  const document = (details: OssError['details']) =>
    encodeXml(errorDocument, {
      Code: error.code,
      Message: error.message,
      RequestId: requestId,
      HostId: host,
      details,
      ...(error.ec === undefined ? {} : { EC: error.ec, RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${error.ec}` }),
    });
  if (method === 'HEAD') return { status: error.status, headers: { ...common, 'x-oss-err': headerDocument(document, error.details) } };
  return { status: error.status, headers: { ...common, 'Content-Type': 'application/xml' }, body: document(error.details) };
}

/** A document in base64, without the longest of its details where it would be too long for a header, such as the string to sign of long headers. */
function headerDocument(document: (details: OssError['details']) => string, details: OssError['details']): string {
  const bytes = utf8(document(details));
  const [longest] = Object.entries(details).toSorted(([, left], [, right]) => right.length - left.length);
  if (bytes.length <= MOST_IN_HEADER || longest === undefined) return toBase64(bytes);
  return headerDocument(document, Object.fromEntries(Object.entries(details).filter(([name]) => name !== longest[0])));
}

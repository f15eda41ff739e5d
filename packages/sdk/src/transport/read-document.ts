import { decodeXml, OssError, type OperationName, type XmlDocument } from '@sse/core';
import { OssTransportError } from '../errors/transport-error.ts';
import type { Reply, WholeReply } from './call.ts';

/** The value of the XML document in a reply; `malformed-reply` when it is none of that kind. */
export function readDocument<T>(reply: WholeReply, document: XmlDocument<T>, operation: OperationName): T {
  return expectDocument(decodeXml(document, reply.bytes), reply, operation);
}

/** A value read from a reply, or `malformed-reply` where it was refused. */
export function expectDocument<T>(read: T | OssError, { requestId }: Reply, operation: OperationName): T {
  if (read instanceof OssError) {
    throw new OssTransportError('malformed-reply', operation, `expected the document of ${operation}, got another (${read.code})`, {
      cause: read,
      requestId,
    });
  }
  return read;
}

/** A reply without its body. */
export function replyOf({ status, requestId, headers }: Reply): Reply {
  return { status, requestId, headers };
}

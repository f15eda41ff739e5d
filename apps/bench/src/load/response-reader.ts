/** The answer to one request, its body not included. */
export interface Response {
  readonly status: number;
  /** Status line and headers as they came, each with its CRLF. */
  readonly head: string;
  /** Bytes of the body. */
  readonly length: number;
  /** The start of the body, when the status is not 200. */
  readonly refusal: string;
}

/** Gets the bytes of a body of status 200 with their position in it; they are valid during the call only. */
export type BodySink = (piece: Uint8Array, position: number) => void;

/** Reads answers that come one after the other, each with a `Content-Length`. */
export interface ResponseReader {
  /** Takes what the socket gave; the answer once it is complete. Throws when the bytes are no such answer. */
  push(chunk: Buffer, sink: BodySink | undefined): Response | undefined;
}

const longestHead = 16 * 1024;
const longestRefusal = 1024;

export function responseReader(): ResponseReader {
  let unfinished: Buffer | undefined;
  let response: Response | undefined;
  let received = 0;

  /** The bytes behind the head, or nothing while the head is not complete. */
  function behindHead(chunk: Buffer): Buffer | undefined {
    const bytes = unfinished === undefined ? chunk : Buffer.concat([unfinished, chunk]);
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0 && bytes.length > longestHead) throw new Error(`${bytes.length} bytes of headers and no end`);
    unfinished = end < 0 ? Buffer.from(bytes) : undefined;
    if (end < 0) return undefined;
    response = parseHead(bytes.toString('latin1', 0, end + 2));
    received = 0;
    return bytes.subarray(end + 4);
  }

  function takeBody(current: Response, body: Buffer, sink: BodySink | undefined): Response {
    const before = received;
    received += body.length;
    if (received > current.length) throw new Error(`${received - current.length} bytes more than Content-Length says`);
    if (current.status === 200) {
      if (body.length > 0) sink?.(body, before);
      return current;
    }
    return { ...current, refusal: (current.refusal + body.toString()).slice(0, longestRefusal) };
  }

  return {
    push(chunk, sink) {
      const body = response === undefined ? behindHead(chunk) : chunk;
      if (response === undefined || body === undefined) return undefined;
      response = takeBody(response, body, sink);
      if (received < response.length) return undefined;
      const complete = response;
      response = undefined;
      return complete;
    },
  };
}

function parseHead(head: string): Response {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  const length = /\r\ncontent-length: *(\d+)\r/i.exec(head)?.[1];
  if (status === undefined || length === undefined)
    throw new Error(`expected a status line and Content-Length, got ${JSON.stringify(head.slice(0, 200))}`);
  return { status: Number(status), head, length: Number(length), refusal: '' };
}

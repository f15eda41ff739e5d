/** What an operation answers; the renderer adds the headers that every reply has. */
export interface Reply {
  readonly status: number;
  /** Names as the service spells them. `undefined` values are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** XML text, bytes, or batches of bytes. Absent: an empty body. */
  readonly body?: string | Uint8Array | ReplyStream;
}

/** Bytes that are produced while they are sent. Each piece is memory of its own, which the sender gives back: the producer keeps none. */
export interface ReplyStream {
  /** Exactly this many bytes come; `undefined` when that is known only at their end: the reply is chunked. */
  readonly length: number | undefined;
  readonly batches: AsyncGenerator<readonly Uint8Array[], void>;
  /** Lets go of what the stream holds, also when no batch was taken. */
  close(): Promise<void>;
}

/** An XML document as a reply. */
export function xmlReply(body: string, headers: Reply['headers'] = {}): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body };
}

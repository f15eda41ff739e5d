import { setImmediate } from 'node:timers/promises';
import { Dicer } from '@fastify/busboy';
import { OssError } from '@sse/core';
import { partHeader, type PartHeader } from './part-header.ts';

/** What takes the bytes of a part, in order; they are the parser's memory, and change once the consumer returns. */
export type PartConsumer = (bytes: Uint8Array) => void;

/** Cuts a form into its parts, as its bytes come. */
export interface PartParser {
  /** Hands out all that `bytes` hold; one call at a time. Rejects with 400 `MalformedPOSTRequest`, and with what a consumer throws. */
  write(bytes: Uint8Array): Promise<void>;
  /** No more bytes come; rejects with 400 `MalformedPOSTRequest` when the form has no end. */
  end(): Promise<void>;
}

/** The longest header of a part, in bytes; the parser cuts longer ones off without a word. */
const limits = { maxHeaderSize: 32 * 1024 };

type Part = Dicer.PartStream;

/** `begin` is told of each part as it begins, and gives who takes its bytes; the part before it is whole then. */
export function partParser(boundary: string, begin: (header: PartHeader) => PartConsumer): PartParser {
  const dicer = new Dicer({ boundary, ...limits });
  /** Of the newest part; absent until its header was read. */
  let consume: PartConsumer | undefined = () => {};
  let failure: unknown;
  let closed = false;

  function attempt(action: () => void): void {
    try {
      if (failure === undefined) action();
    } catch (error) {
      failure = error;
    }
  }

  /** A part whose header never ended is none; the delimiter that began it may be a piece of the part before. */
  function requireHeader(): void {
    if (consume === undefined) throw new OssError('MalformedPOSTRequest');
  }

  dicer.on('part', (part: Part) => {
    attempt(requireHeader);
    consume = undefined;
    part.on('error', () => {});
    part.on('header', (header) => attempt(() => (consume = begin(partHeader(header as Readonly<Record<string, readonly string[]>>)))));
    deliverAtOnce(part, (bytes) => attempt(() => consume?.(bytes)));
  });
  dicer.on('finish', () => (closed = true));
  // A form without an end.
  dicer.on('error', (cause) => (failure ??= new OssError('MalformedPOSTRequest', { cause })));

  return {
    async write(bytes) {
      // Behind the closing delimiter comes what is nobody's, and the parser takes no more.
      if (!closed) await new Promise<void>((done) => dicer.write(bytes, () => done()));
      if (failure !== undefined) throw failure;
    },
    async end() {
      dicer.end();
      // The parser ends its streams, and tells of it, in later ticks of this turn.
      await setImmediate();
      attempt(requireHeader);
      if (failure !== undefined) throw failure;
    },
  };
}

/**
 * Makes the parser hand out what it pushes into the stream of a part while it does so. As a stream would keep it, it would change: where a
 * delimiter may begin at the end of a write, the parser pushes a view of a buffer of its own, into which it writes again.
 */
function deliverAtOnce(part: Part, consumer: PartConsumer): void {
  const push = part.push.bind(part);
  part.push = (bytes: Uint8Array | null) => {
    if (bytes === null) return push(null);
    consumer(bytes);
    return true;
  };
  part.resume();
}

import type { IncomingMessage } from 'node:http';
import { OssError } from '@sse/core';
import { giveBack } from '@sse/core/primitives';

/** The connection ended before the body did: nobody is there to answer. */
export class BodyAborted extends Error {
  override readonly name = 'BodyAborted';
}

/**
 * A request body that queues what the socket gives and is taken from in pieces of the consumer's choice.
 * The socket is paused while the queue holds `highWater` bytes, so a body takes bounded memory whoever sends it.
 */
export interface RequestBody {
  /** `Content-Length`; absent for chunked bodies. */
  readonly declared: number | undefined;
  /** Bytes that can be taken now. */
  readonly queued: number;
  /** Whether anybody wanted bytes yet. */
  readonly started: boolean;
  /** No more bytes will come than are queued. */
  readonly ended: boolean;
  /** Whether the connection still stands: what comes on a broken one, or breaks it by what follows, is not to be stored. */
  readonly alive: boolean;
  /**
   * Resolves once `bytes` (at most `highWater`) are queued or the body has ended. One wait at a time. Rejects with `BodyAborted`, and with
   * 400 `IncompleteBody` when the client ended its side of the connection before the body, and 400 `RequestTimeout` when it sends too slowly,
   * where it may still hear the answer.
   */
  ready(bytes: number): Promise<void>;
  /** Moves queued bytes to the start of `into` and returns how many. */
  take(into: Uint8Array): number;
  /** Lets the rest of the body, up to `limit` bytes, run off unread; resolves to whether it ended within them. */
  drain(limit: number): Promise<boolean>;
}

const highWater = 1 << 20;

/** Event of a request: its connection brings no more, though the body has not ended. */
const cutShort = Symbol('cut short');

/** Event of a request: its body comes too slowly, or no more. */
const timedOut = Symbol('timed out');

/** Tells the body of `request` that its connection, which may still be written to, brings no more; whether there is one to be told. */
export function cutBodyShort(request: IncomingMessage): boolean {
  return request.emit(cutShort);
}

/** Tells the body of `request` that it does not come on; whether there is one to be told. */
export function timeOutBody(request: IncomingMessage): boolean {
  return request.emit(timedOut);
}

/** The body of `request`; `beforeStart` runs once, when bytes are first wanted. */
export function requestBody(request: IncomingMessage, beforeStart?: () => void): RequestBody {
  return new QueuedBody(request, beforeStart);
}

class QueuedBody implements RequestBody {
  readonly declared: number | undefined;
  queued = 0;
  ended: boolean;
  readonly #request: IncomingMessage;
  readonly #beforeStart: (() => void) | undefined;
  readonly #queue: Buffer[] = [];
  /** Bytes of the first queued buffer that were taken already. */
  #offset = 0;
  #received = 0;
  #wanted = 0;
  #failure: Error | undefined;
  started = false;
  #waiting: { resolve: () => void; reject: (reason: Error) => void } | undefined;

  constructor(request: IncomingMessage, beforeStart: (() => void) | undefined) {
    this.#request = request;
    this.#beforeStart = beforeStart;
    const length = request.headers['content-length'];
    this.declared = length === undefined ? undefined : Number(length);
    this.ended = this.declared === undefined ? request.headers['transfer-encoding'] === undefined : this.declared === 0;
    if (!this.ended) this.#watch();
  }

  get alive(): boolean {
    return !this.#request.socket.destroyed;
  }

  /** From the start: the client may go before anybody wants its body. */
  #watch(): void {
    const abort = (): void => this.#fail(new BodyAborted('the connection ended before the body'));
    this.#request.once('close', () => {
      if (!this.ended) abort();
    });
    this.#request.once('error', abort);
    this.#request.once(cutShort, () => this.#fail(new OssError('IncompleteBody')));
    this.#request.once(timedOut, () => this.#fail(new OssError('RequestTimeout')));
  }

  ready(bytes: number): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#start();
    this.#wanted = Math.min(bytes, highWater);
    if (this.ended || this.queued >= this.#wanted) return Promise.resolve();
    this.#request.resume();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  take(into: Uint8Array): number {
    let taken = 0;
    for (let first = this.#queue[0]; first !== undefined && taken < into.length; first = this.#queue[0]) {
      const end = Math.min(first.length, this.#offset + into.length - taken);
      taken += first.copy(into, taken, this.#offset, end);
      this.#offset = end;
      if (end < first.length) break;
      this.#queue.shift();
      this.#offset = 0;
      giveBack(first);
    }
    this.queued -= taken;
    if (this.started && !this.ended && this.queued < highWater) this.#request.resume();
    return taken;
  }

  async drain(limit: number): Promise<boolean> {
    const scrap = Buffer.alloc(64 * 1024);
    for (let drained = 0; drained < limit;) {
      if (this.ended && this.queued === 0) return true;
      try {
        await this.ready(1);
      } catch {
        return false;
      }
      drained += this.take(scrap);
    }
    return false;
  }

  #start(): void {
    if (this.started || this.ended) return;
    this.started = true;
    this.#beforeStart?.();
    this.#request.on('data', (piece: Buffer) => {
      this.#queue.push(piece);
      this.queued += piece.length;
      this.#received += piece.length;
      if (this.#received === this.declared) this.ended = true;
      else if (this.queued >= highWater) this.#request.pause();
      if (this.ended || this.queued >= this.#wanted) this.#settle();
    });
    this.#request.once('end', () => {
      this.ended = true;
      this.#settle();
    });
  }

  #settle(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  #fail(failure: Error): void {
    this.#failure ??= failure;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }
}

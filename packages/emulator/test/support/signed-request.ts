import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { decodeXml, errorDocument, OssError, percentEncode, signV1Header, type ErrorDocument, type QueryPairs } from '@sse/core';

/** Where to send, and with which key pair to sign. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export interface Ask {
  readonly method: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly query?: QueryPairs;
  readonly headers?: Readonly<Record<string, string>>;
  /** An async iterable is sent chunked. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Default now. */
  readonly signedAt?: number;
  /** Sent without a signature. */
  readonly anonymous?: boolean;
  /** Changes the request after it was signed. */
  readonly tamper?: (headers: Record<string, string>) => void;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The error document, from the body or from `x-oss-err`. */
  readonly error: ErrorDocument | undefined;
}

/** One path-style request, signed with V1, over a connection of its own. */
export async function ask(target: Target, request: Ask): Promise<Answer> {
  const { method, bucket, key = '', query = [], body } = request;
  const headers: Record<string, string> = { ...request.headers };
  if (request.anonymous !== true) {
    const resource = bucket === undefined ? { key } : { bucket, key };
    Object.assign(
      headers,
      signV1Header({ method, ...resource, query, headers }, { credentials: target, now: request.signedAt ?? Date.now() }),
    );
  }
  const sized = typeof body === 'string' || body instanceof Uint8Array;
  if (sized && headers['content-length'] === undefined) headers['content-length'] = String(Buffer.byteLength(body));
  if (body === undefined && method !== 'GET' && method !== 'HEAD') headers['content-length'] ??= '0';
  request.tamper?.(headers);
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const path = `/${[bucket, ...(key === '' ? [] : [key])]
    .filter((part) => part !== undefined)
    .map((part) => percentEncode(part))
    .join('/')}`;
  return send(target, { method, path: search === '' ? path : `${path}?${search}`, headers }, body);
}

interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request as it is and collects the answer; rejects when the connection breaks. */
export function send({ host, port }: Pick<Target, 'host' | 'port'>, raw: RawRequest, body?: Ask['body']): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host, port, agent: false, ...raw }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const answered = Buffer.concat(pieces);
        const error = incoming.statusCode !== undefined && incoming.statusCode >= 400 ? errorOf(incoming.headers, answered) : undefined;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: answered, error });
      });
    });
    outgoing.once('error', reject);
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
      outgoing.end(body);
      return;
    }
    (async () => {
      for await (const piece of body) {
        if (!outgoing.write(piece)) await new Promise((drained) => outgoing.once('drain', drained));
      }
      outgoing.end();
    })().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : new Error(String(error))));
  });
}

function errorOf(headers: IncomingHttpHeaders, body: Buffer): ErrorDocument | undefined {
  const encoded = headers['x-oss-err'];
  const bytes = typeof encoded === 'string' ? Buffer.from(encoded, 'base64') : body;
  const document = bytes.length === 0 ? undefined : decodeXml(errorDocument, bytes);
  return document instanceof OssError ? undefined : document;
}

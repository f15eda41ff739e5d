import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { decodeXml, errorDocument, OssError, percentEncode, presignV1, signV1Header, type ErrorDocument, type QueryPairs } from '@sse/core';
import type { Target } from './signed-request.ts';

/** What a raw request asks for, and how it is signed. */
export interface RawAsk {
  readonly method: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly query?: QueryPairs;
  readonly headers?: Readonly<Record<string, string>>;
  /** The signature stands in the URL instead of the headers. */
  readonly presigned?: boolean;
  /** Default now. */
  readonly signedAt?: number;
}

/** The request line and headers of a path-style request, signed with V1, up to and with the empty line. */
export function signedHead(
  credentials: Target,
  { method, bucket, key = '', query = [], headers = {}, presigned, signedAt }: RawAsk,
): string {
  const resource = bucket === undefined ? { key } : { bucket, key };
  const now = signedAt ?? Date.now();
  const request = { method, ...resource, query, headers };
  const inUrl = presigned === true ? presignV1(request, { credentials, expires: Math.floor(now / 1000) + 600 }) : [];
  const inHeaders = presigned === true ? {} : signV1Header(request, { credentials, now });
  const search = [...query, ...inUrl].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const path = `/${bucket ?? ''}${key === '' ? '' : `/${percentEncode(key)}`}`;
  const lines = Object.entries({ host: 'localhost', ...headers, ...inHeaders }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${search === '' ? path : `${path}?${search}`} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** One reply as it came over the wire. */
export interface RawReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly error: ErrorDocument | undefined;
}

/** A connection on which a test says what it likes, in Latin-1: one character is one byte. */
export interface RawConnection {
  readonly socket: Socket;
  /** Breaks the connection with an RST. */
  reset(): void;
}

export async function openRaw({ host, port }: Pick<Target, 'host' | 'port'>, secure = false): Promise<RawConnection> {
  const plain = connect({ host, port });
  const socket = secure ? connectSecurely({ socket: plain, rejectUnauthorized: false }) : plain;
  // How the server ends a connection, by FIN or RST, is no failure of the test.
  for (const each of [plain, socket]) each.on('error', () => {});
  socket.setEncoding('latin1');
  await once(socket, secure ? 'secureConnect' : 'connect');
  return { socket, reset: () => void plain.resetAndDestroy() };
}

/** Says `pieces` one after the other; resolves when all are on their way. */
export async function say({ socket }: RawConnection, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) await new Promise((written) => socket.write(piece, 'latin1', written));
}

/** Says `pieces`, ends this side of the connection if `end` says so, and gives all that came until the server ended its side. */
export async function exchange(
  connection: RawConnection,
  pieces: readonly string[],
  end: 'half-close' | 'leave open' = 'leave open',
): Promise<string> {
  const heard = readToEnd(connection.socket);
  await say(connection, pieces);
  if (end === 'half-close') connection.socket.end();
  return heard;
}

function readToEnd(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('data', (text: string) => (heard += text));
  return new Promise((resolve) => socket.once('close', () => resolve(heard)));
}

/** The replies in what a connection gave, none of them to HEAD; throws when it is anything else than whole replies. */
export function repliesIn(text: string): RawReply[] {
  const replies: RawReply[] = [];
  for (let rest = text; rest !== '';) {
    const headEnd = rest.indexOf('\r\n\r\n');
    const [line = '', ...fields] = rest.slice(0, Math.max(headEnd, 0)).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    const headers = Object.fromEntries(fields.map(fieldOf));
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.slice(headEnd + 4, headEnd + 4 + length);
    if (Number.isNaN(status) || body.length !== length) throw new Error(`expected a whole reply, got ${rest.slice(0, 500)}`);
    replies.push({ status, headers, body, error: status < 400 ? undefined : errorIn(body) });
    rest = rest.slice(headEnd + 4 + length);
  }
  return replies;
}

function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function errorIn(body: string): ErrorDocument | undefined {
  const document = decodeXml(errorDocument, Buffer.from(body, 'latin1'));
  return document instanceof OssError ? undefined : document;
}

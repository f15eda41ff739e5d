import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { exchange, openRaw, repliesIn, signedHead, type RawReply } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'framing' });
  await ask(emulator, { method: 'PUT', bucket: 'framing', key: 'victim', body: 'kept' });
});
afterAll(() => emulator.close());

const HEADERS = { connection: 'close' };

/** A rightly signed PUT of the victim with `lines` between the first line and the other headers, and what follows them. */
function put(lines: string, rest: string): string {
  const head = signedHead(emulator, { method: 'PUT', bucket: 'framing', key: 'victim', headers: HEADERS });
  return `${head.replace('\r\n', `\r\n${lines}`)}${rest}`;
}

async function repliesTo(text: string): Promise<RawReply[]> {
  return repliesIn(await exchange(await openRaw(emulator), [text]));
}

const ONE_CHUNK = '1\r\nx\r\n0\r\n\r\n';

/** Headers and body of PUTs that are no HTTP, or whose end cannot be told for sure. */
const NOT_HTTP: Record<string, [lines: string, body: string]> = {
  'a negative length': ['Content-Length: -1\r\n', 'x'],
  'a length with a sign': ['Content-Length: +1\r\n', 'x'],
  'a hexadecimal length': ['Content-Length: 0x1\r\n', 'x'],
  'a length with a fraction': ['Content-Length: 1.0\r\n', 'x'],
  'an empty length': ['Content-Length:\r\n', 'x'],
  'a length of more than 64 bits': ['Content-Length: 18446744073709551616\r\n', 'x'],
  'two lengths that differ': ['Content-Length: 1\r\nContent-Length: 2\r\n', 'x'],
  'two lengths that agree': ['Content-Length: 1\r\nContent-Length: 1\r\n', 'x'],
  'a list of lengths': ['Content-Length: 1, 1\r\n', 'x'],
  'a length and chunks': ['Content-Length: 1\r\nTransfer-Encoding: chunked\r\n', ONE_CHUNK],
  'chunks and a length': ['Transfer-Encoding: chunked\r\nContent-Length: 1\r\n', ONE_CHUNK],
  'chunks twice': ['Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', ONE_CHUNK],
  'chunks that are not the last encoding': ['Transfer-Encoding: chunked, gzip\r\n', ONE_CHUNK],
  'an unknown encoding': ['Transfer-Encoding: xchunked\r\n', ONE_CHUNK],
  'a chunk size that is none': ['Transfer-Encoding: chunked\r\n', 'zz\r\nx\r\n0\r\n\r\n'],
  'a negative chunk size': ['Transfer-Encoding: chunked\r\n', '-1\r\nx\r\n0\r\n\r\n'],
  'a chunk size of more than 64 bits': ['Transfer-Encoding: chunked\r\n', '1ffffffffffffffff\r\nx'],
  'a chunk that is longer than its size': ['Transfer-Encoding: chunked\r\n', '1\r\nxy\r\n0\r\n\r\n'],
  'chunk lines without CR': ['Transfer-Encoding: chunked\r\n', '1\nx\n0\n\n'],
  'a space in a header name': ['a b: c\r\nContent-Length: 1\r\n', 'x'],
  'NUL in a header name': ['a\0: c\r\nContent-Length: 1\r\n', 'x'],
  'a byte above ASCII in a header name': ['\xe9: c\r\nContent-Length: 1\r\n', 'x'],
  'a control character in a header name': ['a\x7f: c\r\nContent-Length: 1\r\n', 'x'],
  'NUL in a header value': ['x-oss-meta-a: a\0b\r\nContent-Length: 1\r\n', 'x'],
  'a bare CR in a header value': ['x-oss-meta-a: a\rb\r\nContent-Length: 1\r\n', 'x'],
  'a header without a name': [': c\r\nContent-Length: 1\r\n', 'x'],
  'a header without a colon': ['a\r\nContent-Length: 1\r\n', 'x'],
  'a space before the colon': ['Content-Length : 1\r\n', 'x'],
  'a folded header': ['x-oss-meta-a: a\r\n b\r\nContent-Length: 1\r\n', 'x'],
  'a second Host': ['Host: other\r\nContent-Length: 1\r\n', 'x'],
};

describe('a PUT with', () => {
  it.each(Object.entries(NOT_HTTP))('%s is refused, and nothing is stored', async (_, [lines, body]) => {
    const before = await emulator.stored();
    const [reply, ...more] = await repliesTo(put(lines, body));
    expect([reply?.status, reply?.error?.Code, reply?.headers['connection'], more]).toEqual([400, 'BadRequest', 'close', []]);
    expect(reply?.headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/);
    expect(reply?.error?.RequestId).toBe(reply?.headers['x-oss-request-id']);
    expect(await emulator.stored()).toBe(before);
  });

  it.each([
    ['no length', '', '', 411, 'MissingContentLength'],
    ['more than 5 GiB', 'Content-Length: 5368709121\r\n', '', 400, 'EntityTooLarge'],
    ['more than a number can count', 'Content-Length: 9007199254740993\r\n', '', 400, 'EntityTooLarge'],
    ['a transfer encoding that is not chunked', 'Transfer-Encoding: gzip\r\n', 'x', 400, 'BadRequest'],
  ])('%s is refused by its code, and nothing is stored', async (_, lines, body, status, code) => {
    const before = await emulator.stored();
    expect((await repliesTo(put(lines, body))).map((reply) => [reply.status, reply.error?.Code])).toEqual([[status, code]]);
    expect(await emulator.stored()).toBe(before);
  });

  it.each([
    ['a body that goes on', 'Content-Length: 1\r\n', 'xy'],
    ['a whole request behind its last one', 'Content-Length: 1\r\n', 'xGET / HTTP/1.1\r\nHost: h\r\n\r\n'],
  ])('%s breaks the connection, and nothing is stored', async (_, lines, body) => {
    const before = await emulator.stored();
    expect(await repliesTo(put(lines, body))).toEqual([]);
    expect(await emulator.stored()).toBe(before);
  });

  it.each([
    ['a chunk extension', 'Transfer-Encoding: chunked\r\n', '1;a=b\r\nx\r\n0\r\n\r\n'],
    ['a trailer', 'Transfer-Encoding: chunked\r\n', '1\r\nx\r\n0\r\na: b\r\n\r\n'],
    ['an expectation that nobody knows', 'Content-Length: 1\r\nExpect: tea\r\n', 'x'],
    ['an upgrade that is not offered', 'Content-Length: 1\r\nUpgrade: h2c\r\n', 'x'],
    ['a header called __proto__', 'Content-Length: 1\r\n__proto__: x\r\n', 'x'],
  ])('%s is like others', async (_, lines, body) => {
    expect(await repliesTo(put(lines, body))).toMatchObject([{ status: 200 }]);
    expect((await ask(emulator, { method: 'GET', bucket: 'framing', key: 'victim' })).body.toString()).toBe('x');
  });
});

describe('a request line', () => {
  it.each([
    ['of an unknown method', 'BREW /framing HTTP/1.1'],
    ['with a method in small letters', 'get /framing HTTP/1.1'],
    ['of HTTP/2', 'PRI * HTTP/2.0'],
    ['of an unknown version', 'GET /framing HTTP/1.2'],
    ['without a version', 'GET /framing'],
    ['without a target', 'GET HTTP/1.1'],
    ['with two targets', 'GET /framing /victim HTTP/1.1'],
    ['with a target that has no slash', 'GET framing HTTP/1.1'],
    ['with a byte above ASCII', 'GET /\xff HTTP/1.1'],
    ['with a control character', 'GET /\x01 HTTP/1.1'],
    ['of a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('%s is refused', async (_, line) => {
    const [reply, ...more] = await repliesTo(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect([reply?.status, reply?.error?.Code, more]).toEqual([400, 'BadRequest', []]);
  });

  it.each([
    ['that cannot be decoded', 'GET /%zz HTTP/1.1', 400, 'InvalidArgument'],
    ['that is a star', 'OPTIONS * HTTP/1.1', 400, 'InvalidArgument'],
    ['of another host', 'GET http://localhost/framing HTTP/1.1', 403, 'AccessDenied'],
  ])('with a target %s is answered as what it is', async (_, line, status, code) => {
    const replies = await repliesTo(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(replies.map((reply) => [reply.status, reply.error?.Code])).toEqual([[status, code]]);
  });
});

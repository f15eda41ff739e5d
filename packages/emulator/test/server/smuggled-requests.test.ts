import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { exchange, openRaw, repliesIn, signedHead } from '../support/raw-exchange.ts';
import { ask } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'smuggled' });
});
beforeEach(() => ask(emulator, { method: 'PUT', bucket: 'smuggled', key: 'victim', body: 'kept' }));
afterAll(() => emulator.close());

/** The signed head of a PUT of another object with `lines` before its other headers. */
function put(lines: string): string {
  return signedHead(emulator, { method: 'PUT', bucket: 'smuggled', key: 'outer' }).replace('\r\n', `\r\n${lines}`);
}

/** A whole request that would be carried out wherever the server began to read one. */
const smuggled = (): string => signedHead(emulator, { method: 'DELETE', bucket: 'smuggled', key: 'victim' });

/** Where one reader sees a body, or the end of it, and another one the next request: the lines of framing, and what precedes what is smuggled. */
const TRICKS: Record<string, readonly [lines: string, before: string]> = {
  'a length beside chunks': ['Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  'chunks beside a length': ['Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', '0\r\n\r\n'],
  'chunks beside a length of nothing': ['Content-Length: 0\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  'two lengths': ['Content-Length: 0\r\nContent-Length: 5\r\n', ''],
  'two equal lengths': ['Content-Length: 1\r\nContent-Length: 1\r\n', 'x'],
  'a list of equal lengths': ['Content-Length: 5, 5\r\n', 'xxxxx'],
  'a list of lengths': ['Content-Length: 0, 5\r\n', ''],
  'a length with a plus': ['Content-Length: +0\r\n', ''],
  'a length with a minus': ['Content-Length: -0\r\n', ''],
  'a length with a blank in it': ['Content-Length: 0 5\r\n', ''],
  'a hexadecimal length': ['Content-Length: 0x0\r\n', ''],
  'an exponential length': ['Content-Length: 0e5\r\n', ''],
  'a length that ends in a vertical tab': ['Content-Length: 0\v\r\n', ''],
  'a length of 2^64': ['Content-Length: 18446744073709551616\r\n', ''],
  'an empty length': ['Content-Length:\r\n', ''],
  'a folded length': ['Content-Length:\r\n 0\r\n', ''],
  'a folded encoding': ['Transfer-Encoding:\r\n chunked\r\n', '0\r\n\r\n'],
  'a fold that hides a length': ['x-oss-meta-a: b\r\n Content-Length: 5\r\nContent-Length: 0\r\n', ''],
  'a fold with a tab': ['x-oss-meta-a: b\r\n\tc\r\nContent-Length: 0\r\n', ''],
  'a fold before the first header': [' Content-Length: 5\r\nContent-Length: 0\r\n', ''],
  'a space before the colon of a length': ['Content-Length : 0\r\n', ''],
  'a tab before the colon of an encoding': ['Transfer-Encoding\t: chunked\r\n', '0\r\n\r\n'],
  'a header that ends with LF only': ['x-oss-meta-a: b\nContent-Length: 0\r\n', ''],
  'a header that ends with CR only': ['x-oss-meta-a: b\rContent-Length: 0\r\n', ''],
  'a head that ends with LF only': ['Content-Length: 0\r\nx-oss-meta-a: b\n\n', ''],
  'NUL in the name of a length': ['Content-Length\0: 0\r\n', ''],
  'NUL in the value of a length': ['Content-Length: 0\0\r\n', ''],
  'NUL in another name': ['x-oss-meta\0: b\r\nContent-Length: 0\r\n', ''],
  'identity before chunks': ['Transfer-Encoding: identity, chunked\r\n', '0\r\n\r\n'],
  'identity behind chunks': ['Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n'],
  'identity in a line of its own': ['Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  'identity beside a length': ['Transfer-Encoding: identity\r\nContent-Length: 0\r\n', ''],
  'gzip before chunks': ['Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'],
  'chunked twice': ['Transfer-Encoding: chunked, chunked\r\n', '0\r\n\r\n'],
  'chunked in two lines': ['Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  'an empty encoding': ['Transfer-Encoding:\r\nContent-Length: 0\r\n', ''],
  'an encoding with a parameter': ['Transfer-Encoding: chunked;q=1\r\n', '0\r\n\r\n'],
  'an encoding behind a vertical tab': ['Transfer-Encoding: \vchunked\r\n', '0\r\n\r\n'],
  'an encoding in quotes': ['Transfer-Encoding: "chunked"\r\n', '0\r\n\r\n'],
  'an unknown encoding': ['Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n', ''],
  'chunk lines that end with LF only': ['Transfer-Encoding: chunked\r\n', '1\nx\n0\n\n'],
  'a chunk size that ends with CR only': ['Transfer-Encoding: chunked\r\n', '1\rx\r\n0\r\n\r\n'],
  'a last chunk that ends with LF only': ['Transfer-Encoding: chunked\r\n', '0\r\n\n'],
  'LF in a chunk extension': ['Transfer-Encoding: chunked\r\n', '1;a\nb\r\nx\r\n0\r\n\r\n'],
  'CR in a chunk extension': ['Transfer-Encoding: chunked\r\n', '1;a\rb\r\nx\r\n0\r\n\r\n'],
  'LF in a quoted chunk extension': ['Transfer-Encoding: chunked\r\n', '1;a="\nb"\r\nx\r\n0\r\n\r\n'],
  'an open quote in a chunk extension': ['Transfer-Encoding: chunked\r\n', '1;a="\r\nx\r\n0\r\n\r\n'],
  'an empty chunk extension': ['Transfer-Encoding: chunked\r\n', '1;\r\nx\r\n0\r\n\r\n'],
  'a chunk size with a plus': ['Transfer-Encoding: chunked\r\n', '+0\r\n\r\n'],
  'a chunk size with a minus': ['Transfer-Encoding: chunked\r\n', '-0\r\n\r\n'],
  'a chunk size with 0x': ['Transfer-Encoding: chunked\r\n', '0x0\r\n\r\n'],
  'a chunk size behind a blank': ['Transfer-Encoding: chunked\r\n', ' 0\r\n\r\n'],
  'a chunk size before a blank': ['Transfer-Encoding: chunked\r\n', '0 \r\n\r\n'],
  'a chunk size of 2^64': ['Transfer-Encoding: chunked\r\n', '10000000000000000\r\n'],
  'an empty chunk size': ['Transfer-Encoding: chunked\r\n', '\r\n\r\n'],
  'more in a chunk than its size says': ['Transfer-Encoding: chunked\r\n', '1\r\nxx\r\n0\r\n\r\n'],
  'a length in the trailer': ['Transfer-Encoding: chunked\r\n', '0\r\nContent-Length: 5\r\n\r\n'],
  'a folded trailer': ['Transfer-Encoding: chunked\r\n', '0\r\na: b\r\n c\r\n\r\n'],
};

describe('a request behind', () => {
  const cases = Object.entries(TRICKS).flatMap(([name, trick]) =>
    (['one piece', 'two pieces'] as const).map((how) => [name, how, ...trick] as const),
  );

  it.each(cases)('%s, in %s, never runs', async (_, how, lines, before) => {
    const stored = await emulator.stored();
    const pieces = how === 'one piece' ? [put(lines) + before + smuggled()] : [put(lines) + before, smuggled()];
    const replies = repliesIn(await exchange(await openRaw(emulator), pieces));
    expect(replies.map((reply) => [reply.status, reply.error?.Code, reply.headers['connection']])).toEqual([[400, 'BadRequest', 'close']]);
    expect(await emulator.stored()).toBe(stored);
  });

  it('chunks in HTTP/1.0 never runs', async () => {
    const stored = await emulator.stored();
    const old = put('Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n').replace('HTTP/1.1', 'HTTP/1.0');
    const replies = repliesIn(await exchange(await openRaw(emulator), [`${old}0\r\n\r\n${smuggled()}`]));
    expect(replies.map(({ status }) => status)).toEqual([400]);
    expect(await emulator.stored()).toBe(stored);
  });

  it.each([
    ['an empty body', 'Content-Length: 0\r\n', ''],
    ['a counted body that looks like chunks', 'Content-Length: 5\r\n', '0\r\n\r\n'],
    ['chunks', 'Transfer-Encoding: chunked\r\n', '0\r\n\r\n'],
  ])('%s runs, since nothing is wrong with it', async (_, lines, before) => {
    const last = smuggled().replace('\r\n', '\r\nConnection: close\r\n');
    const connection = await openRaw(emulator);
    const firstReply = new Promise((resolve) => connection.socket.once('data', resolve));
    const heard = exchange(connection, [put(lines) + before]);
    await firstReply;
    connection.socket.write(last, 'latin1');
    expect(repliesIn(await heard).map(({ status }) => status)).toEqual([200, 204]);
    expect((await ask(emulator, { method: 'GET', bucket: 'smuggled', key: 'victim' })).error?.Code).toBe('NoSuchKey');
  });
});

describe('a body', () => {
  it('that holds a whole request is stored as it is, and the request in it never runs', async () => {
    const inner = smuggled();
    const lines = `Connection: close\r\nContent-Length: ${inner.length}\r\n`;
    expect(repliesIn(await exchange(await openRaw(emulator), [put(lines) + inner])).map(({ status }) => status)).toEqual([200]);
    expect((await ask(emulator, { method: 'GET', bucket: 'smuggled', key: 'victim' })).body.toString()).toBe('kept');
    expect((await ask(emulator, { method: 'GET', bucket: 'smuggled', key: 'outer' })).body.toString()).toBe(inner);
  });

  it.each(['GET', 'HEAD'])('of a %s that nobody wants is not read as a request', async (method) => {
    const inner = smuggled();
    const head = signedHead(emulator, { method, bucket: 'smuggled', key: 'victim' });
    const heard = await exchange(await openRaw(emulator), [head.replace('\r\n', `\r\nContent-Length: ${inner.length}\r\n`) + inner]);
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect((await ask(emulator, { method: 'GET', bucket: 'smuggled', key: 'victim' })).body.toString()).toBe('kept');
  });
});

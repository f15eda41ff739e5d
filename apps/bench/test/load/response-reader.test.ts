import { describe, expect, it } from 'vitest';
import { responseReader, type Response } from '../../src/load/response-reader.ts';

const answer = (status: string, body: string): string => `HTTP/1.1 ${status}\r\nServer: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Everything the reader makes of the bytes, given to it in pieces of `size`. */
function read(text: string, size: number): { responses: Response[]; bodies: string } {
  const reader = responseReader();
  const responses: Response[] = [];
  let bodies = '';
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    const response = reader.push(bytes.subarray(at, at + size), (piece, position) => {
      bodies += `${position}:${Buffer.from(piece).toString()} `;
    });
    if (response !== undefined) responses.push(response);
  }
  return { responses, bodies };
}

describe('responseReader', () => {
  it('reads an answer whole and byte by byte', () => {
    expect(read(answer('200 OK', 'hello'), 1000)).toMatchObject({
      responses: [{ status: 200, length: 5, refusal: '' }],
      bodies: '0:hello ',
    });
    expect(read(answer('200 OK', 'hi'), 1)).toMatchObject({ responses: [{ status: 200, length: 2 }], bodies: '0:h 1:i ' });
  });

  it('reads one answer after the other, with and without a body', () => {
    const both = answer('200 OK', '') + answer('200 OK', 'second');
    expect(read(both, 1).responses.map(({ length }) => length)).toEqual([0, 6]);
  });

  it('keeps the start of a refusal away from the sink', () => {
    const { responses, bodies } = read(answer('404 Not Found', '<Code>NoSuchKey</Code>'), 7);
    expect(responses).toMatchObject([{ status: 404, refusal: '<Code>NoSuchKey</Code>' }]);
    expect(bodies).toBe('');
  });

  it('keeps the headers as they came', () => {
    expect(read(answer('200 OK', ''), 3).responses[0]?.head).toBe('HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n');
  });

  it.each([
    ['more bytes than were announced', `${answer('200 OK', 'x')}y`],
    ['no length', 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n'],
    ['another protocol', 'SSH-2.0-x\r\nContent-Length: 0\r\n\r\n'],
    ['headers without an end', 'x'.repeat(20_000)],
  ])('refuses %s', (_, text) => {
    expect(() => read(text, 100_000)).toThrow();
  });
});

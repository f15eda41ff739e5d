import { crc64, utf8 } from '@sse/core/primitives';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readAll } from '../../src/transport/read-all.ts';
import { checkContentLength, uploadBody, type OpenedBody } from '../../src/transport/upload-body.ts';

async function bytesOf({ payload }: OpenedBody): Promise<string> {
  return Buffer.from(payload instanceof Uint8Array ? payload : await readAll(payload)).toString();
}

const WHOLE = 'hällo';
const SUM = crc64(0n, utf8(WHOLE));

describe('uploadBody', () => {
  it.each([
    ['text', WHOLE, 6, true],
    ['bytes', utf8(WHOLE), 6, true],
    ['a node stream', Readable.from([Buffer.from('häl'), Buffer.from('lo')]), undefined, false],
    ['an array of bytes', [utf8('häl'), utf8('lo')], undefined, false],
    ['a web stream', new Blob([WHOLE]).stream(), undefined, false],
    ['a function', () => [utf8(WHOLE)], undefined, true],
  ])('sends %s', async (_name, content, contentLength, replayable) => {
    const body = uploadBody(content);
    expect(body).toMatchObject({ contentLength, replayable });
    const opened = body.open(crc64);
    expect(await bytesOf(opened)).toBe(WHOLE);
    expect(opened.crc64()).toBe(SUM);
    expect(opened.sourceFailure()).toBeUndefined();
  });

  it('makes a stream anew for each attempt when it is given a function', async () => {
    const body = uploadBody(() => [utf8(WHOLE)], 6);
    expect(body.contentLength).toBe(6);
    expect([await bytesOf(body.open(crc64)), await bytesOf(body.open(crc64))]).toEqual([WHOLE, WHOLE]);
  });

  it('has no checksum before everything has gone out', () => {
    expect(
      uploadBody(new Readable({ read: () => {} }))
        .open(crc64)
        .crc64(),
    ).toBeUndefined();
  });

  it('knows that its stream failed, also before it was opened', async () => {
    const error = new Error('disk');
    const source = new Readable({ read: () => {} });
    const body = uploadBody(source);
    const closed = new Promise((resolve) => source.once('close', resolve));
    source.destroy(error);
    await closed;
    expect(() => body.open(crc64)).toThrow(error);
  });

  it('blames its stream for its own failure, not for that of the request', async () => {
    const error = new Error('disk');
    const [failing, cut] = [new Readable({ read: () => {} }), new Readable({ read: () => {} })];
    const [own, foreign] = [uploadBody(failing).open(crc64), uploadBody(cut).open(crc64)];
    const ends = [bytesOf(own), bytesOf(foreign)].map((reading) => expect(reading).rejects.toThrow());
    failing.destroy(error);
    if (foreign.payload instanceof Readable) foreign.payload.destroy(new Error('the connection broke'));
    await Promise.all(ends);
    await new Promise((resolve) => setImmediate(resolve));
    expect(own.sourceFailure()).toEqual({ error });
    expect([cut.destroyed, foreign.sourceFailure()]).toEqual([true, undefined]);
  });

  it('does not take a stream that has ended for an empty one', async () => {
    const ended = Readable.from([utf8(WHOLE)]);
    await ended.toArray();
    expect(() => uploadBody(ended).open(crc64)).toThrow('has ended');
    expect(() => uploadBody(Readable.from([]).destroy()).open(crc64)).toThrow('has ended');
  });

  it('sends long bytes in pieces, as often as is wanted', async () => {
    const long = Buffer.alloc(150_000, 'ab');
    const body = uploadBody(long);
    expect(body).toMatchObject({ contentLength: 150_000, replayable: true });
    for (let round = 0; round < 2; round++) {
      const opened = body.open(crc64);
      const pieces = opened.payload instanceof Readable ? await opened.payload.toArray() : [];
      expect(pieces.length).toBeGreaterThan(2);
      expect(Buffer.concat(pieces).equals(long)).toBe(true);
      expect(opened.crc64()).toBe(crc64(0n, long));
    }
  });

  it.each([[null], [5], [new ArrayBuffer(3)], [Promise.resolve('text')]])('calls %o no content', (content) => {
    const misuse = expect.objectContaining({ code: 'misuse' });
    expect(() => uploadBody(content as never)).toThrow(misuse);
    expect(() => uploadBody((() => content) as never).open(crc64)).toThrow(misuse);
  });

  it('lets its stream go when it is discarded', async () => {
    const source = new Readable({ read: () => {} });
    const closed = new Promise((resolve) => source.once('close', resolve));
    uploadBody(source).discard();
    await closed;
    expect(source.destroyed).toBe(true);
  });
});

describe('checkContentLength', () => {
  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d', (length) => {
    expect(() => checkContentLength(length)).toThrow(expect.objectContaining({ code: 'misuse' }));
  });

  it.each([undefined, 0, 5])('accepts %j', (length) => {
    expect(checkContentLength(length)).toBeUndefined();
  });
});

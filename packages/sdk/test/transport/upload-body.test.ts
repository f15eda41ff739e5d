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
    const opened = body.open(crc64);
    await expect(bytesOf(opened)).rejects.toMatchObject({ name: 'Error' });
    expect(opened.sourceFailure()).toEqual({ error });
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

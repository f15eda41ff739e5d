import { crc64 } from '@sse/core/primitives';
import * as fc from 'fast-check';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { measuredStream } from '../../src/transport/measured-stream.ts';
import { readAll } from '../../src/transport/read-all.ts';
import { rejection } from '../test-client.ts';

describe('measuredStream', () => {
  it('passes every byte and measures it, however the source cuts them', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(chunks, async (parts) => {
        const whole = Buffer.concat(parts);
        const { stream, measure } = measuredStream(Readable.from(parts), { crc64 });
        expect(measure()).toBeUndefined();
        expect(Buffer.from(await readAll(stream))).toEqual(whole);
        expect(measure()).toEqual({ length: whole.length, crc64: crc64(0n, whole) });
      }),
    );
  });

  it('fails at the end when the measure is refused, and then has none', async () => {
    const wrong = new Error('wrong');
    const { stream, measure } = measuredStream(Readable.from([Buffer.from('abc')]), {
      verify: ({ length }) => (length === 3 ? wrong : undefined),
    });
    expect(await rejection(readAll(stream))).toBe(wrong);
    expect(measure()).toBeUndefined();
  });

  it('translates a failure of its source', async () => {
    const source = new Readable({ read: () => source.destroy(new Error('socket')) });
    const { stream } = measuredStream(source, { translate: (error) => new Error(`after ${error.message}`) });
    expect(await rejection(readAll(stream))).toMatchObject({ message: 'after socket' });
  });

  it('destroys its source when it is destroyed itself, and nothing crashes when nobody reads it', async () => {
    const source = new Readable({ read: () => {} });
    const { stream } = measuredStream(source);
    const closed = new Promise((resolve) => source.once('close', resolve));
    stream.destroy(new Error('unheard'));
    await closed;
    expect(source.destroyed).toBe(true);
  });
});

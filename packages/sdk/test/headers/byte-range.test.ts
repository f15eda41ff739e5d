import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeHeaders, readContentRange } from '../../src/headers/byte-range.ts';

describe('rangeHeaders', () => {
  it.each([
    [{ start: 0, end: 1 }, 'bytes=0-0'],
    [{ start: 5 }, 'bytes=5-'],
    [{ last: 3 }, 'bytes=-3'],
  ])('asks for %j', (range, header) => {
    expect(rangeHeaders(range)).toEqual({ range: header, 'x-oss-range-behavior': 'standard' });
  });

  it.each([{ start: 3, end: 3 }, { start: -1 }, { start: 0.5 }, { last: 0 }, { start: 0, end: Number.NaN }])('refuses %j', (range) => {
    expect(() => rangeHeaders(range)).toThrow(expect.objectContaining({ code: 'misuse' }));
  });
});

describe('readContentRange', () => {
  it('accepts exactly the range that was asked for, cut to the object', () => {
    const numbers = fc.record({ size: fc.integer({ min: 1, max: 50 }), a: fc.nat(60), b: fc.nat(60) });
    fc.assert(
      fc.property(numbers, ({ size, a, b }) => {
        const start = a % size;
        const asked = { start, end: start + 1 + b };
        const end = Math.min(asked.end, size);
        expect(readContentRange(`bytes ${start}-${end - 1}/${size}`, asked)).toEqual({ start, end, size });
        expect(readContentRange(`bytes ${start}-${end}/${size + 1}`, { start, end })).toBeUndefined();
      }),
    );
  });

  it('accepts a suffix longer than the object', () => {
    expect(readContentRange('bytes 0-4/5', { last: 9 })).toEqual({ start: 0, end: 5, size: 5 });
  });

  it.each([undefined, '', 'bytes 0-4/*', 'bytes */5', 'bytes 1-4/5'])('refuses %j', (header) => {
    expect(readContentRange(header, { start: 0 })).toBeUndefined();
  });
});

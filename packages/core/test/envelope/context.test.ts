import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { contextFor } from '../../src/envelope/context.ts';

describe('context', () => {
  it('is the prefix, the label, a zero byte, and every field behind its length', () => {
    const expected = ['7373652f312f6b6579', '00', '00000002', 'c3a9', '00000000', '00000003', '000102'].join('');
    expect(Buffer.from(contextFor('key')('é', '', Uint8Array.of(0, 1, 2))).toString('hex')).toBe(expected);
  });

  it('writes lengths in four bytes, big-endian', () => {
    const field = new Uint8Array(0x01_02_03).fill(0xff);
    expect(Buffer.from(contextFor('')(field).subarray(0, 12)).toString('hex')).toBe('7373652f312f0000010203ff');
  });

  it('differs when bytes move from one field to the next', () => {
    expect(contextFor('row')('dir/a', 'v1')).not.toEqual(contextFor('row')('dir/', 'av1'));
    const field = fc.uint8Array({ maxLength: 6 });
    fc.assert(
      fc.property(fc.array(field, { maxLength: 3 }), fc.array(field, { maxLength: 3 }), (left, right) => {
        const same = left.length === right.length && left.every((bytes, index) => Buffer.compare(bytes, right[index] ?? bytes) === 0);
        expect(Buffer.compare(contextFor('x')(...left), contextFor('x')(...right)) === 0).toBe(same);
      }),
    );
  });

  it('refuses text that has no UTF-8', () => {
    expect(() => contextFor('key')('a\ud800b')).toThrow(expect.objectContaining({ code: 'misuse' }));
  });
});

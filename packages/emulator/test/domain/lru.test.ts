import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lru } from '../../src/domain/lru.ts';

describe('lru', () => {
  it('forgets what was not asked for since it came', () => {
    const cache = lru<number>(3);
    for (const [value, key] of ['a', 'b', 'c'].entries()) cache.set(key, value);
    cache.get('a');
    cache.set('d', 3);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
  });

  it('gives an entry that was asked for no third chance', () => {
    const cache = lru<number>(2);
    cache.set('a', 0);
    cache.get('a');
    for (const key of ['b', 'c', 'd', 'e']) cache.set(key, 1);
    expect(cache.get('a')).toBeUndefined();
  });

  it('never holds more than its capacity, and gives what was set last', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), weight: fc.integer({ min: 1, max: 12 }), read: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cache = lru<number>(10);
        const last = new Map<string, { value: number; weight: number }>();
        for (const [value, { key, weight, read }] of steps.entries()) {
          if (read) cache.get(key);
          else {
            cache.set(key, value, weight);
            last.set(key, { value, weight });
          }
        }
        const held = [...last].filter(([key]) => cache.get(key) !== undefined);
        for (const [key, { value }] of held) expect(cache.get(key)).toBe(value);
        expect(held.reduce((sum, [, { weight }]) => sum + weight, 0)).toBeLessThanOrEqual(10);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { percentile } from '../../src/load/percentile.ts';

describe('percentile', () => {
  it('gives the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([1, 2, 3], 0.5)).toBe(2);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('has nothing to say about nothing', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

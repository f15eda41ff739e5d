import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../src/bucket/wildcard.ts';

describe('matchesWildcard', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'ac', true],
    ['a*c', 'acd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*a*b', 'xaxxab', true],
    ['*a*b', 'xaxxa', false],
    ['a', 'A', false],
    ['a.c', 'abc', false],
    ['a?c', 'a😀c', true],
    ['a??c', 'a😀c', false],
  ])('%s covers %s: %s', (pattern, text, covers) => {
    expect(matchesWildcard(pattern, text)).toBe(covers);
  });

  it('agrees with the expression that says the same', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.', '😀'), maxLength: 8 });
    fc.assert(
      fc.property(word, fc.string({ unit: fc.constantFrom('a', 'b', '.', '😀'), maxLength: 8 }), fc.boolean(), (pattern, text, prefix) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesWildcard(pattern, text, { prefix })).toBe(new RegExp(`^${source}${prefix ? '' : '$'}`, 'u').test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no unbounded time', () => {
    expect(matchesWildcard('a*'.repeat(200) + 'b', 'a'.repeat(5_000))).toBe(false);
  });
});

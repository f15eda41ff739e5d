import { describe, expect, it } from 'vitest';
import { javaProperties } from '../../src/run/java-properties.ts';

describe('javaProperties', () => {
  it.each([
    ['', {}],
    ['-Xmx1g -Da=1\t-Db -ea', { a: '1', b: '' }],
    ['-Da=1 -Da=2=3', { a: '2=3' }],
    [String.raw`"-Da=one word" -Db='C:\a "b"' -D"c"=d' 'e`, { a: 'one word', b: String.raw`C:\a "b"`, c: 'd e' }],
  ])('reads %s', (options, properties) => {
    expect(Object.fromEntries(javaProperties(options))).toEqual(properties);
  });
});

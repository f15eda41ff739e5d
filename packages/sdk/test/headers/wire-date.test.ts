import { describe, expect, it } from 'vitest';
import { objectHeaders } from '../../src/headers/object-headers.ts';
import { conditionHeaders } from '../../src/headers/read-conditions.ts';

const valid = new Date('2026-11-21T21:06:10.999Z');
const invalid = new Date(Number.NaN);

describe('dates in headers', () => {
  it('are HTTP dates', () => {
    expect(conditionHeaders({ ifModifiedSince: valid })).toEqual({ 'if-modified-since': 'Sat, 21 Nov 2026 21:06:10 GMT' });
  });

  it.each([
    ['ifModifiedSince', () => conditionHeaders({ ifModifiedSince: invalid })],
    ['ifUnmodifiedSince', () => conditionHeaders({ ifUnmodifiedSince: invalid })],
    ['expires', () => objectHeaders({ expires: invalid })],
  ])('are refused when they are none: %s', (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'misuse' }));
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBasicIso, formatHttpDate, formatIsoSeconds, parseBasicIso, parseHttpDate, parseIsoSeconds } from '../../src/http/index.ts';

const seconds = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) / 1000 }).map((count) => count * 1000);

describe('HTTP dates', () => {
  it('come back as they went', () => {
    expect(formatHttpDate(Date.UTC(2026, 10, 21, 21, 6, 10))).toBe('Sat, 21 Nov 2026 21:06:10 GMT');
    fc.assert(fc.property(seconds, (ms) => parseHttpDate(formatHttpDate(ms)) === ms));
  });

  it('may have a day of one digit', () => {
    expect(parseHttpDate('Sun, 1 Nov 2026 00:00:00 GMT')).toBe(Date.UTC(2026, 10, 1));
  });

  it.each([
    '',
    'Sat, 21 Nov 2026 21:06:10',
    'Sat, 21 Nov 2026 21:06:10 CST',
    'Sat, 21 Nov 2026 21:06:10 +0800',
    'Sat, 31 Feb 2026 21:06:10 GMT',
    'Sat, 21 Nox 2026 21:06:10 GMT',
    'Sat, 21 Nov 2026 24:00:00 GMT',
    'Sat, 21 Nov 2026 21:60:10 GMT',
    'Sat, 21 Nov 2026 21:06:60 GMT',
    'Sat, 21 Nov 0099 21:06:10 GMT',
    'Sat, 00 Nov 2026 21:06:10 GMT',
    ' Sat, 21 Nov 2026 21:06:10 GMT',
    '2026-11-21T21:06:10Z',
    '1795295842',
  ])('%j is none', (text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });
});

describe('basic ISO times', () => {
  it('come back as they went, without fractions', () => {
    expect(formatBasicIso(Date.UTC(2023, 11, 16, 16, 20, 57, 999))).toBe('20231216T162057Z');
    fc.assert(fc.property(seconds, (ms) => parseBasicIso(formatBasicIso(ms)) === ms));
  });

  it.each([
    '',
    '20231216',
    '20231216T162057',
    '20231216t162057z',
    '2023-12-16T16:20:57Z',
    '20230231T000000Z',
    '20231216T246000Z',
    '20231316T000000Z',
  ])('%j is none', (text) => {
    expect(parseBasicIso(text)).toBeUndefined();
  });
});

describe('ISO times of RPC interfaces', () => {
  it('come back as they went in, without fractions', () => {
    expect(formatIsoSeconds(Date.UTC(2026, 10, 21, 21, 9, 16, 999))).toBe('2026-11-21T21:09:16Z');
    expect(parseIsoSeconds('2026-11-22T23:51:06.051Z')).toBe(Date.UTC(2026, 10, 22, 23, 51, 6));
    fc.assert(fc.property(seconds, (ms) => parseIsoSeconds(formatIsoSeconds(ms)) === ms));
  });

  it.each([
    '',
    '20261121T210916Z',
    '2026-11-21 21:09:16Z',
    '2026-11-21T21:09:16',
    '2026-11-21T21:09:16+08:00',
    '2026-02-30T00:00:00Z',
    '2026-11-21T24:00:00Z',
  ])('are not %j', (text) => {
    expect(parseIsoSeconds(text)).toBeUndefined();
  });
});

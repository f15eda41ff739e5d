import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const BODY = '0123456789';
const PAST = 'Sat, 01 Jan 2000 00:00:00 GMT';
const FUTURE = 'Fri, 01 Jan 2100 00:00:00 GMT';

let emulator: RunningEmulator;
let etag: string;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'reads' });
  etag = String((await ask(emulator, { method: 'PUT', bucket: 'reads', key: 'ten', body: BODY })).headers['etag']);
});
afterAll(() => emulator.close());

function get(headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return ask(emulator, { method, bucket: 'reads', key: 'ten', headers });
}

/** The 10-byte example of the manual and its neighbours: default behaviour, and `x-oss-range-behavior: standard`. */
const RANGES: [range: string, plain: string, standard: string][] = [
  ['bytes=0-3', '206 0123 0-3', '206 0123 0-3'],
  ['bytes=5-', '206 56789 5-9', '206 56789 5-9'],
  ['bytes=-3', '206 789 7-9', '206 789 7-9'],
  ['bytes=9-9', '206 9 9-9', '206 9 9-9'],
  ['bytes=5-100', '200', '206 56789 5-9'],
  ['bytes=-100', '200', '206 0123456789 0-9'],
  ['bytes=10-', '200', '416'],
  ['bytes=100-200', '200', '416'],
  ['bytes=-0', '200', '416'],
  ['bytes=5-3', '200', '200'],
  ['bytes=a-b', '200', '200'],
  ['bytes=0-1,3-4', '200', '200'],
  ['lines=0-1', '200', '200'],
];

function shown({ status, body, headers }: Answer): string {
  if (status === 206) return `206 ${body.toString()} ${String(headers['content-range']).replace(/^bytes (.*)\/10$/, '$1')}`;
  expect(status === 200 ? body.toString() : BODY).toBe(BODY);
  return String(status);
}

describe('ranges', () => {
  it.each(RANGES)('%s', async (range, plain, standard) => {
    expect(shown(await get({ range }))).toBe(plain);
    const answer = await get({ range, 'x-oss-range-behavior': 'standard' });
    expect(shown(answer)).toBe(standard);
    if (standard === '416') expect([answer.error?.Code, answer.headers['content-range']]).toEqual(['InvalidRange', 'bytes */10']);
  });

  it('with a behavior that nobody knows are those without one', async () => {
    for (const [range, plain] of RANGES) expect(shown(await get({ range, 'x-oss-range-behavior': 'Standard' }))).toBe(plain);
  });
});

describe('a range with If-Range', () => {
  it('is sent of the object that is meant, and all of another one', async () => {
    const range = 'bytes=2-3';
    const { 'last-modified': modified = '' } = (await get({})).headers;
    for (const same of [etag, modified]) expect(shown(await get({ range, 'if-range': same })), same).toBe('206 23 2-3');
    for (const other of ['"0"', etag.replaceAll('"', ''), 'Sat, 21 Nov 2020 21:06:10 GMT'])
      expect(shown(await get({ range, 'if-range': other })), other).toBe('200');
  });
});

describe('conditions', () => {
  const rows: [name: string, headers: () => Record<string, string>, status: number][] = [
    ['the right If-Match', () => ({ 'if-match': etag }), 200],
    ['If-Match without quotes', () => ({ 'if-match': etag.replaceAll('"', '') }), 200],
    ['a wrong If-Match', () => ({ 'if-match': '"00"' }), 412],
    ['the right If-None-Match', () => ({ 'if-none-match': etag }), 304],
    ['a wrong If-None-Match', () => ({ 'if-none-match': '"00"' }), 200],
    ['If-Modified-Since in the past', () => ({ 'if-modified-since': PAST }), 200],
    ['If-Modified-Since in the future', () => ({ 'if-modified-since': FUTURE }), 304],
    ['If-Unmodified-Since in the past', () => ({ 'if-unmodified-since': PAST }), 412],
    ['If-Unmodified-Since in the future', () => ({ 'if-unmodified-since': FUTURE }), 200],
    ['a time that is none', () => ({ 'if-modified-since': 'yesterday' }), 200],
    ['the tag before the time', () => ({ 'if-none-match': '"00"', 'if-modified-since': FUTURE }), 200],
  ];
  it.each(rows)('%s', async (_, headers, status) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await get(headers(), method);
      expect(answer.status).toBe(status);
      if (status === 412) expect(answer.error?.Code).toBe('PreconditionFailed');
      if (status === 304) expect([answer.body.length, answer.headers['etag']]).toEqual([0, etag]);
    }
  });
});

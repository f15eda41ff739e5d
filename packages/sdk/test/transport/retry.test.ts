import { Fault } from '@sse/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OssServiceError } from '../../src/errors/service-error.ts';
import { OssTransportError, type TransportErrorKind } from '../../src/errors/transport-error.ts';
import { retryPolicy } from '../../src/transport/retry.ts';

function service(status: number): OssServiceError {
  return new OssServiceError({ operation: 'GetObject', code: 'X', message: '', status });
}

function transport(kind: TransportErrorKind): OssTransportError {
  return new OssTransportError(kind, 'GetObject', '');
}

const always = retryPolicy({}, () => 0.5);

describe('retryPolicy', () => {
  it.each([service(500), service(503), transport('timeout'), transport('connection'), transport('truncated-body')])(
    'repeats after %o',
    (error) => {
      expect(always(error, 0)).toBe(100);
    },
  );

  it.each([
    service(400),
    service(403),
    service(404),
    service(409),
    transport('aborted'),
    transport('crc-mismatch'),
    transport('malformed-reply'),
    transport('upload-source'),
    new Fault('misuse', ''),
    new Error('of a credentials provider'),
  ])('gives up after %o', (error) => {
    expect(always(error, 0)).toBeUndefined();
  });

  it('gives up at its limit', () => {
    expect(always(service(500), 1)).toBe(200);
    expect(always(service(500), 2)).toBeUndefined();
    expect(retryPolicy({ limit: 0 }, () => 0)(service(500), 0)).toBeUndefined();
  });

  it('waits a random time below a bound that doubles up to its maximum', () => {
    const inputs = fc.record({ random: fc.double({ min: 0, max: 0.999, noNaN: true }), failures: fc.nat(40) });
    fc.assert(
      fc.property(inputs, ({ random, failures }) => {
        const wait = retryPolicy({ limit: 99, baseDelayMs: 10, maxDelayMs: 1000 }, () => random)(service(500), failures);
        expect(wait).toBe(random * Math.min(1000, 10 * 2 ** failures));
      }),
    );
  });

  it.each([{ limit: -1 }, { limit: 1.5 }, { baseDelayMs: -1 }, { maxDelayMs: Number.NaN }])('refuses %j', (options) => {
    expect(() => retryPolicy(options, () => 0)).toThrow(expect.objectContaining({ code: 'misuse' }));
  });
});

import { Fault, OssServiceError, OssTransportError } from '@sse/sdk';
import { describe, expect, it } from 'vitest';
import { describeError } from '../src/describe-error.ts';
import { FileError } from '../src/local-file.ts';
import { UsageError } from '../src/usage-error.ts';

const refusal = new OssServiceError({
  operation: 'GetObject',
  code: 'NoSuchKey',
  message: 'The key\ndoes not exist.',
  status: 404,
  requestId: 'R',
  ec: '0026-00000001',
  details: { Key: 'k' },
});

describe('describeError', () => {
  it('says code, status, request id and EC of a refusal, on one line', () => {
    expect(describeError(refusal)).toMatchObject({
      exit: 'service',
      line: 'NoSuchKey: The key\\u{a}does not exist. (HTTP 404, request id R, EC 0026-00000001)',
      value: { kind: 'service', code: 'NoSuchKey', status: 404, requestId: 'R', ec: '0026-00000001', details: { Key: 'k' } },
    });
  });

  it('leaves out what the service does not say', () => {
    const bare = new OssServiceError({ operation: 'GetObject', code: 'X', message: 'm', status: 500 });
    expect(describeError(bare).line).toBe('X: m (HTTP 500)');
  });

  it.each([
    [new OssTransportError('timeout', 'GetObject', 'late'), 'transport', 'GetObject: late'],
    [
      new OssTransportError('connection', 'GetObject', 'lost', { cause: new Error('connect 1') }),
      'transport',
      'GetObject: lost: connect 1',
    ],
    [new OssTransportError('crc-mismatch', 'GetObject', 'wrong'), 'transport', 'GetObject: wrong'],
    [new OssTransportError('upload-source', 'PutObject', 'gone'), 'file', 'PutObject: gone'],
    [new OssTransportError('aborted', 'GetObject', 'x'), 'interrupted', 'interrupted'],
    [new UsageError('expected a'), 'usage', 'expected a'],
    [new Fault('misuse', 'expected b'), 'usage', 'expected b'],
    [new FileError('cannot c'), 'file', 'cannot c'],
    [Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }), 'brokenPipe', undefined],
    ['no error', 'internal', 'no error'],
  ])('%s ends as %s', (error, exit, line) => {
    expect(describeError(error)).toMatchObject(line === undefined ? { exit } : { exit, line });
    expect('line' in describeError(error)).toBe(line !== undefined);
  });

  it('shows the stack of a fault of this program', () => {
    expect(describeError(new TypeError('oops')).line).toMatch(/TypeError: oops\n +at /);
  });
});

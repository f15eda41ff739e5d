import { Fault } from '@sse/core';
import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { OssTransportError } from '../../src/errors/transport-error.ts';
import { toTransportError } from '../../src/errors/to-transport-error.ts';

const point = { operation: 'PutObject', signal: undefined, phase: 'request' } as const;

describe('toTransportError', () => {
  it.each([
    [new errors.ConnectTimeoutError(), 'timeout'],
    [new errors.HeadersTimeoutError(), 'timeout'],
    [new errors.BodyTimeoutError(), 'timeout'],
    [new errors.SocketError('other side closed'), 'connection'],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'connection'],
    [new errors.ClientDestroyedError(), 'aborted'],
    [new errors.RequestContentLengthMismatchError(), 'upload-source'],
    [new errors.ResponseContentLengthMismatchError(), 'truncated-body'],
    [new errors.HTTPParserError('bad'), 'malformed-reply'],
    ['no error at all', 'connection'],
  ])('names %s', (error, kind) => {
    expect(toTransportError(error, point)).toMatchObject({ name: 'OssTransportError', kind, operation: 'PutObject', cause: error });
  });

  it('takes a connection that breaks inside the body for a truncated body', () => {
    expect(toTransportError(new errors.SocketError('closed'), { ...point, phase: 'reply-body' })).toMatchObject({ kind: 'truncated-body' });
  });

  it('prefers the reason of an aborted signal', () => {
    const reason = new Error('enough');
    const error = toTransportError(new errors.SocketError('closed'), { ...point, signal: AbortSignal.abort(reason) });
    expect(error).toMatchObject({ kind: 'aborted', cause: reason });
  });

  it('blames the stream that was given as body', () => {
    const cause = new Error('disk');
    expect(toTransportError(cause, { ...point, sourceFailure: { error: cause } })).toMatchObject({ kind: 'upload-source', cause });
  });

  it('calls it misuse when the HTTP client refuses the request', () => {
    const error = new errors.InvalidArgumentError('bad');
    expect(toTransportError(error, point)).toMatchObject({ name: 'Fault', code: 'misuse', cause: error });
  });

  it.each([new OssTransportError('timeout', 'GetObject', 'late'), new Fault('misuse', 'no')])('passes on %s', (error) => {
    expect(toTransportError(error, point)).toBe(error);
  });
});

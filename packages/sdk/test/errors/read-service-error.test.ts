import { toBase64, utf8 } from '@sse/core/primitives';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readServiceError, type RefusingReply } from '../../src/errors/read-service-error.ts';

const credentials = { accessKeyId: 'test-key', accessKeySecret: 'the-secret', securityToken: 'the-token' };

function read(reply: Partial<RefusingReply> & { readonly text?: string }): ReturnType<typeof readServiceError> {
  const { text = '', ...rest } = reply;
  return readServiceError({ operation: 'GetObject', status: 404, headers: {}, body: utf8(text), ...rest }, credentials);
}

const DOCUMENT =
  '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><RequestId>68AB</RequestId>' +
  '<HostId>photos.example.com</HostId><Key>a</Key><EC>0026-00000001</EC></Error>';

const EXPECTED = {
  operation: 'GetObject',
  code: 'NoSuchKey',
  status: 404,
  message: 'The specified key does not exist.',
  requestId: '68AB',
  hostId: 'photos.example.com',
  ec: '0026-00000001',
  details: { Key: 'a' },
};

describe('readServiceError', () => {
  it('reads the document in the body', () => {
    expect(read({ text: DOCUMENT })).toMatchObject(EXPECTED);
  });

  it('reads the document in x-oss-err when there is no body', () => {
    expect(read({ headers: { 'x-oss-err': toBase64(utf8(DOCUMENT)) } })).toMatchObject(EXPECTED);
  });

  it('prefers the request id of the header and falls back to x-oss-ec', () => {
    const error = read({ headers: { 'x-oss-request-id': 'H', 'x-oss-ec': 'E' }, text: DOCUMENT.replace(/<EC>.*<\/EC>/, '') });
    expect(error).toMatchObject({ requestId: 'H', ec: 'E' });
  });

  it.each([
    [404, '', 'Unknown'],
    [502, '<html>bad gateway</html>', 'Unknown'],
    [500, 'not xml at all', 'Unknown'],
    [304, '', 'NotModified'],
    [412, '', 'PreconditionFailed'],
  ])('names status %i without a document of the service', (status, text, code) => {
    expect(read({ status, text })).toMatchObject({ code, status, message: `The server answered with HTTP status ${status}.` });
  });

  it('reads the server time from the document first, then from Date', () => {
    const date = 'Sat, 21 Nov 2026 21:06:10 GMT';
    const text = DOCUMENT.replace('<Key>a</Key>', '<ServerTime>2026-11-21T10:00:57.000Z</ServerTime>');
    expect(read({ text, headers: { date } }).serverTime).toEqual(new Date('2026-11-21T10:00:57.000Z'));
    expect(read({ text: DOCUMENT, headers: { date } }).serverTime).toEqual(new Date('2026-11-21T21:06:10.000Z'));
    expect(read({ text: DOCUMENT }).serverTime).toBeUndefined();
  });

  it('drops what a signature was made of, and any credential that the service repeats', () => {
    const text =
      '<Error><Code>SignatureDoesNotMatch</Code><Message>no the-secret here</Message><RequestId>R</RequestId><HostId>h</HostId>' +
      '<OSSAccessKeyId>test-key</OSSAccessKeyId><SignatureProvided>abcdef</SignatureProvided><StringToSign>OSS4</StringToSign>' +
      '<StringToSignBytes>4F</StringToSignBytes><CanonicalRequest>x-oss-security-token:the-token</CanonicalRequest>' +
      '<SecurityToken>the-token</SecurityToken><Echo>with the-token in it</Echo></Error>';
    const error = read({ status: 403, text });
    expect(error.details).toEqual({ Echo: 'with [token] in it' });
    expect(error.message).toBe('no [secret] here');
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/the-secret|the-token|abcdef/);
  });
});

import { describe, expect, it } from 'vitest';
import { rpcFormat, rpcReply } from '../../src/rpc/rpc-reply.ts';

const document = { RequestId: 'R', Inner: { Text: '<a> & "b"\u0000\ud800 ü', Absent: undefined } };

describe('rpcReply', () => {
  it('is JSON', () => {
    const { status, headers, body } = rpcReply(200, 'XResponse', { RequestId: 'R', Inner: { Text: '<', Absent: undefined } }, 'JSON');
    expect([status, headers?.['Content-Type'], body]).toEqual([
      200,
      'application/json;charset=utf-8',
      '{"RequestId":"R","Inner":{"Text":"<"}}',
    ]);
  });

  it('is XML whose characters are all allowed', () => {
    const { status, headers, body } = rpcReply(400, 'Error', document, 'XML');
    expect([status, headers?.['Content-Type']]).toEqual([400, 'text/xml;charset=utf-8']);
    expect(body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><RequestId>R</RequestId><Inner><Text>&lt;a&gt; &amp; "b"?? ü</Text></Inner></Error>',
    );
  });
});

it.each([
  [undefined, {}, 'XML'],
  [undefined, { authorization: 'ACS3-HMAC-SHA256 x' }, 'JSON'],
  ['json', {}, 'JSON'],
  ['xml', { authorization: 'ACS3-HMAC-SHA256 x' }, 'XML'],
  ['YAML', {}, { code: 'InvalidParameter' }],
  ['', {}, { code: 'InvalidParameter' }],
] as const)('Format %j with %j', (format, headers, expected) => {
  const parameters = new Map(format === undefined ? [] : [['Format', format]]);
  const read = rpcFormat({ headers, parameters });
  if (typeof expected === 'string') expect(read).toBe(expected);
  else expect(read).toMatchObject(expected);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Level } from '../../src/address/index.ts';
import { detectOperation, OPERATION_NAMES, OPERATIONS } from '../../src/operation/index.ts';
import { EVERY_REQUEST, requestsFor } from './operation-request.ts';

const PARAMETERS = ['prefix', 'marker', 'max-keys', 'versionId', 'position', 'response-content-type', 'x-oss-traffic-limit', 'Expires'];
const HEADERS = ['content-type', 'x-oss-date', 'x-oss-server-side-encryption', 'if-match', 'range'];

function detect(method: string, level: Level, query: string, headers: Record<string, string> = {}) {
  const pairs =
    query === '' ? [] : query.split('&').map((piece): [string, string] => [piece.split('=')[0] ?? '', piece.split('=')[1] ?? '']);
  return detectOperation({ method, level, query: pairs, headers });
}

describe('detectOperation', () => {
  it.each(OPERATION_NAMES)('finds %s in its own request', (name) => {
    for (const request of requestsFor(OPERATIONS[name])) expect(detectOperation(request)).toBe(name);
  });

  it('finds every operation whatever parameters and headers come along, in any order', () => {
    const noise = fc.record({
      parameters: fc.uniqueArray(fc.tuple(fc.constantFrom(...PARAMETERS), fc.string()), { selector: ([name]) => name }),
      headers: fc.dictionary(fc.constantFrom(...HEADERS), fc.string()),
      order: fc.infiniteStream(fc.nat()),
    });
    fc.assert(
      fc.property(fc.constantFrom(...EVERY_REQUEST), noise, ([name, request], { parameters, headers, order }) => {
        const query = [...request.query, ...parameters]
          .map((pair) => ({ pair, rank: order.next().value }))
          .toSorted((left, right) => left.rank - right.rank)
          .map(({ pair }) => pair);
        expect(detectOperation({ ...request, query, headers: { ...headers, ...request.headers } })).toBe(name);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes the first value of a duplicate', () => {
    expect(detect('POST', 'bucket', 'cname&comp=add&comp=delete')).toBe('PutCname');
    expect(detect('POST', 'bucket', 'comp=delete&cname&comp=add')).toBe('DeleteCname');
  });

  it.each([
    ['PUT', 'object', 'acl', { 'x-oss-copy-source': '/b/k' }, 'PutObjectAcl'],
    ['PUT', 'object', 'uploadId=u&partNumber=1', { 'x-oss-copy-source': '/b/k' }, 'UploadPartCopy'],
    ['GET', 'bucket', 'list-type=1', {}, 'ListObjects'],
    ['GET', 'bucket', 'delimiter&marker&prefix', {}, 'ListObjects'],
    ['GET', 'service', 'tagging="k":"v"&tag-key=k&regionList=x', {}, 'ListBuckets'],
    ['POST', 'object', 'x-oss-process=image/resize', {}, 'ProcessObject'],
    ['GET', 'object', 'x-oss-process=image/resize', {}, 'GetObject'],
    ['GET', 'object', '20261121', {}, 'GetObject'],
    ['GET', 'object', 'status=1&cors=2&action=download', {}, 'GetObject'],
    ['PUT', 'object', 'param1=value1', {}, 'PutObject'],
    ['OPTIONS', 'object', 'uploads&encryption&anything', {}, 'OptionObject'],
    ['OPTIONS', 'bucket', 'encryption', {}, 'OptionObject'],
  ] as const)('%s on the %s with ?%s is what the service takes it for', (method, level, query, headers, name) => {
    expect(detect(method, level, query, headers)).toBe(name);
  });
});

describe('what is no operation', () => {
  it.each([
    ['POST', 'bucket', 'encryption', 'DELETE, GET, PUT'],
    ['PUT', 'bucket', 'uploads', 'GET'],
    ['DELETE', 'bucket', 'inventory', 'DELETE, GET, PUT'],
    ['DELETE', 'bucket', 'comp=add', 'DELETE, GET, POST, PUT'],
    ['DELETE', 'object', 'acl', 'GET, PUT'],
    ['PUT', 'object', 'partNumber=1', 'PUT'],
    ['PUT', 'object', 'uploadId=u', 'DELETE, GET, POST, PUT'],
    ['PUT', 'object', 'encryption', ''],
    ['GET', 'object', 'encryption', ''],
    ['GET', 'object', 'uploads', 'POST'],
    ['POST', 'object', '', 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['HEAD', 'bucket', '', 'DELETE, GET, OPTIONS, POST, PUT'],
    ['DELETE', 'service', '', 'GET'],
    ['PATCH', 'object', '', 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['POST', 'bucket', 'cname&comp=rename', 'GET, POST'],
  ] as const)('%s on the %s with ?%s is MethodNotAllowed', (method, level, query, allow) => {
    const ResourceType = `${level[0]?.toUpperCase()}${level.slice(1)}`;
    expect(detect(method, level, query)).toMatchObject({
      code: 'MethodNotAllowed',
      status: 405,
      ec: '0003-00000016',
      details: { Method: method, ResourceType },
      headers: { allow },
    });
  });

  it.each([
    ['PUT', 'bucket', 'acl&encryption'],
    ['GET', 'bucket', 'uploads&list-type=2'],
    ['GET', 'object', 'acl&tagging'],
    ['PUT', 'object', 'live&comp=x'],
  ] as const)('%s on the %s with ?%s has two meanings', (method, level, query) => {
    expect(detect(method, level, query)).toMatchObject({ code: 'InvalidArgument', status: 400 });
  });

  it.each([
    ['DELETE', 'bucket', 'newDocument'],
    ['DELETE', 'bucket', 'newDocument=1'],
    ['PUT', 'bucket', 'newDocument'],
    ['PUT', 'bucket', 'encryption&newDocument'],
    ['GET', 'bucket', 'newDocument'],
    ['GET', 'service', 'newDocument'],
    ['DELETE', 'object', 'newDocument'],
    ['POST', 'object', 'newDocument'],
  ] as const)('%s on the %s with ?%s names what is not implemented', (method, level, query) => {
    expect(detect(method, level, query)).toMatchObject({ code: 'NotImplemented', message: expect.stringContaining('"newDocument"') });
  });
});

import { describe, expect, it } from 'vitest';

import { codeOf } from '../code-of.ts';
import { urlDecodeListing, urlEncodeListing, urlEncodeName } from '../../../src/xml/index.ts';

const object = { LastModified: new Date(0), ETag: '"a b"', Type: 'Normal', Size: 1, StorageClass: 'Standard' };
const listing = {
  Name: 'b',
  Prefix: 'a b/',
  Marker: 'a+b',
  NextMarker: '你',
  Delimiter: '/',
  MaxKeys: 2,
  IsTruncated: true,
  Contents: [{ ...object, Key: "a\u0001!'()*~.-_" }],
  CommonPrefixes: [{ Prefix: 'a b/c%/' }],
};

describe('encoding-type=url', () => {
  it.each([
    ['AZaz09-_.~', 'AZaz09-_.~'],
    [' ', '%20'],
    ['+', '%2B'],
    ['/', '%2F'],
    ['%', '%25'],
    ["!'()*", '%21%27%28%29%2A'],
    ['\u0001\n', '%01%0A'],
    ['é你😀', '%C3%A9%E4%BD%A0%F0%9F%98%80'],
  ])('writes %j as %s', (name, encoded) => {
    expect(urlEncodeName(name)).toBe(encoded);
  });

  it('encodes every name of a listing and nothing else', () => {
    expect(urlEncodeListing(listing)).toEqual({
      ...listing,
      EncodingType: 'url',
      Prefix: 'a%20b%2F',
      Marker: 'a%2Bb',
      NextMarker: '%E4%BD%A0',
      Delimiter: '%2F',
      Contents: [{ ...object, Key: 'a%01%21%27%28%29%2A~.-_' }],
      CommonPrefixes: [{ Prefix: 'a%20b%2Fc%25%2F' }],
    });
  });

  it('leaves continuation tokens alone and encodes where version 2 starts', () => {
    const { Marker: _marker, NextMarker: _nextMarker, ...page } = listing;
    const encoded = urlEncodeListing({ ...page, StartAfter: 'a b', ContinuationToken: 'x/y', NextContinuationToken: 'y=', KeyCount: 2 });
    expect(encoded).toMatchObject({ StartAfter: 'a%20b', ContinuationToken: 'x/y', NextContinuationToken: 'y=' });
    expect(encoded).not.toHaveProperty('Marker');
  });

  it('decodes only what says that it is encoded', () => {
    const encoded = { ...listing, EncodingType: undefined, Prefix: '%41' };
    expect(urlDecodeListing(encoded)).toBe(encoded);
    expect(urlDecodeListing({ ...listing, CommonPrefixes: [], EncodingType: 'url', Prefix: '%41' })).toMatchObject({ Prefix: 'A' });
    expect(codeOf(urlDecodeListing({ ...listing, EncodingType: 'url', Prefix: '%FF' }))).toBe('MalformedXML');
  });
});

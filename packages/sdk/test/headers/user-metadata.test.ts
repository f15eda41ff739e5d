import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metadataHeaders, readMetadata } from '../../src/headers/user-metadata.ts';

const misuse = expect.objectContaining({ code: 'misuse' });

describe('user metadata', () => {
  it('goes out as UTF-8 bytes under lower-case names', () => {
    expect(metadataHeaders({ Owner: 'Zoë' })).toEqual({ 'x-oss-meta-owner': 'ZoÃ«' });
  });

  it('comes back as it went out', () => {
    const name = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const value = fc.string({ unit: 'grapheme' }).filter((text) => text.trim() === text && !/\p{Cc}/u.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (metadata) => {
        expect(readMetadata(metadataHeaders(metadata))).toEqual(metadata);
      }),
    );
  });

  it('is found among other headers', () => {
    expect(readMetadata({ 'content-type': 'text/plain', 'x-oss-meta-a': '1', 'x-oss-meta-b': undefined })).toEqual({ a: '1' });
  });

  it.each([['a b'], [''], ['a:b'], ['é']])('refuses the name %j', (name) => {
    expect(() => metadataHeaders({ [name]: 'x' })).toThrow(misuse);
  });

  it.each([['a\nb'], ['a\r\nx-oss-acl: public-read'], [' a'], ['a '], ['\ud800']])('refuses the value %j', (value) => {
    expect(() => metadataHeaders({ name: value })).toThrow(misuse);
  });

  it('refuses names that are one in another case', () => {
    expect(() => metadataHeaders({ a: '1', A: '2' })).toThrow(misuse);
  });
});

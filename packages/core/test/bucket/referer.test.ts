import { describe, expect, it } from 'vitest';
import { acceptRefererLists, allowsReferer } from '../../src/bucket/referer.ts';
import type { RefererConfiguration } from '../../src/xml/index.ts';

const lists = (white: readonly string[], more: Partial<RefererConfiguration> = {}): RefererConfiguration => ({
  AllowEmptyReferer: false,
  RefererList: white,
  ...more,
});
const black = (...Referer: readonly string[]) => ({ RefererBlacklist: { Referer } });

describe('allowsReferer', () => {
  it.each([
    ['every page without a list', lists([]), 'http://a', true],
    ['no page at all without a list', lists([]), undefined, true],
    ['a page in the list', lists(['http://a', 'http://b']), 'http://b', true],
    ['what begins like it', lists(['http://a/']), 'http://a/page', true],
    ['a page that is not in the list', lists(['http://a']), 'http://b', false],
    ['no page where it is not allowed', lists(['http://a']), undefined, false],
    ['an empty page where it is not allowed', lists(['http://a']), '', false],
    ['no page where it is allowed', lists(['http://a'], { AllowEmptyReferer: true }), undefined, true],
    ['a wildcard', lists(['http://*.example/?/']), 'http://www.example/x/y', true],
    ['the black list alone', lists([], black('http://b')), 'http://b/page', false],
    ['besides the black list', lists([], black('http://b')), 'http://a', true],
    ['the black list over the white list', lists(['http://*'], black('http://b')), 'http://b', false],
    ['a query that counts', lists([], { ...black('*q=1'), AllowTruncateQueryString: false }), 'http://a/?q=1', false],
    ['a query that does not', lists([], black('*q=1')), 'http://a/?q=1', true],
    ['a path that does not count', lists([], { ...black('*/bad'), TruncatePath: true }), 'http://a/bad', true],
    ['a path that counts', lists([], black('*/bad')), 'http://a/bad', false],
  ])('%s', (_name, configuration, referer, allowed) => {
    expect(allowsReferer(configuration, referer)).toBe(allowed);
  });
});

describe('acceptRefererLists', () => {
  it('leaves out the empty entries of empty lists', () => {
    expect(acceptRefererLists(lists(['', ' ', 'http://a'], black('')))).toEqual(lists(['http://a'], { AllowTruncateQueryString: true }));
    expect(acceptRefererLists(lists([], { ...black('http://b', ''), AllowTruncateQueryString: false }))).toEqual(
      lists([], { ...black('http://b'), AllowTruncateQueryString: false }),
    );
  });
});

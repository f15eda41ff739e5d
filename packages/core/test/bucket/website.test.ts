import { describe, expect, it } from 'vitest';
import { acceptWebsite, indexDocumentKey } from '../../src/bucket/website.ts';

const index = { IndexDocument: { Suffix: 'index.html' } };
const folders = { IndexDocument: { Suffix: 'index.html', SupportSubDir: true } };

const fetching = (RuleNumber: number, Redirect: object) => ({ RuleNumber, Redirect: { RedirectType: 'Mirror', ...Redirect } });

describe('acceptWebsite', () => {
  it.each([
    [index],
    [{ ErrorDocument: { Key: 'e', HttpStatus: 200 } }],
    [{ ErrorDocument: { Key: 'e' } }],
    [{ RoutingRules: { RoutingRule: [{ RuleNumber: 1, Redirect: { RedirectType: 'External' } }] } }],
  ])('keeps %j', (website) => {
    expect(acceptWebsite(website)).toEqual(website);
  });

  it('leaves out documents without a name', () => {
    expect(acceptWebsite({ IndexDocument: {}, ErrorDocument: { Key: 'e' } })).toEqual({ ErrorDocument: { Key: 'e' } });
    expect(acceptWebsite({ ...index, ErrorDocument: {} })).toEqual(index);
  });

  it('says what a fetch does by default', () => {
    const headers = { Pass: ['p'], Remove: [], Set: [] };
    const website = {
      RoutingRules: { RoutingRule: [fetching(1, { MirrorURL: 'http://o/', MirrorHeaders: headers, MirrorCheckMd5: true })] },
    };
    expect(acceptWebsite(website)).toMatchObject({
      RoutingRules: {
        RoutingRule: [
          {
            Redirect: {
              PassQueryString: false,
              MirrorPassQueryString: false,
              MirrorFollowRedirect: true,
              MirrorCheckMd5: true,
              MirrorHeaders: { PassAll: false, Pass: ['p'] },
            },
          },
        ],
      },
    });
  });

  it.each([
    ['nothing', {}, 'MalformedXML'],
    ['documents without names', { IndexDocument: {}, ErrorDocument: {} }, 'MalformedXML'],
    ['no rules', { RoutingRules: { RoutingRule: [] } }, 'MalformedXML'],
    ['error pages with another status', { ErrorDocument: { Key: 'e', HttpStatus: 500 } }, 'InvalidArgument'],
    ['a fetch from nowhere', { ...index, RoutingRules: { RoutingRule: [fetching(1, {})] } }, 'InvalidArgument'],
  ])('refuses %s', (_name, website, code) => {
    expect(acceptWebsite(website)).toMatchObject({ code });
  });
});

describe('indexDocumentKey', () => {
  it.each([
    [index, 'docs/', 'index.html'],
    [index, 'docs/a/', 'index.html'],
    [folders, 'docs/a/', 'docs/a/index.html'],
    [index, 'docs', undefined],
    [{}, 'docs/', undefined],
  ])('%j %s: %s', (website, key, found) => {
    expect(indexDocumentKey(website, key)).toBe(found);
  });
});

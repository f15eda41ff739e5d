import { describe, expect, expectTypeOf, it } from 'vitest';

import { utf8 } from '../../src/primitives/bytes.ts';
import { decodeXml, encodeXml, type ValueOfDocument, xmlDocument } from '../../src/xml/index.ts';
import { boolean, integer, text, token } from '../../src/xml/leaves.ts';
import { list, object, optional, otherTexts, textOrEmpty, wrappedList } from '../../src/xml/structures.ts';
import { codeOf } from './code-of.ts';

const item = object({ Id: integer(), Note: optional(text()) });
const shop = xmlDocument(
  'Shop',
  object({
    Name: token(),
    Motto: textOrEmpty(),
    Open: optional(boolean()),
    Owner: optional(object({ Id: token() })),
    Items: wrappedList('Item', item),
    Tag: list(token()),
    extra: otherTexts(),
  }),
);
type Shop = ValueOfDocument<typeof shop>;

const decode = (inner: string) => decodeXml(shop, utf8(`<Shop>${inner}</Shop>`));
const BARE: Shop = { Name: 'n', Motto: '', Items: [], Tag: [], extra: {} };

describe('a schema', () => {
  it('gives the type of its values', () => {
    expectTypeOf<Shop>().toEqualTypeOf<{
      readonly Name: string;
      readonly Motto: string;
      readonly Open?: boolean | undefined;
      readonly Owner?: { readonly Id: string } | undefined;
      readonly Items: readonly { readonly Id: number; readonly Note?: string | undefined }[];
      readonly Tag: readonly string[];
      readonly extra: Readonly<Record<string, string>>;
    }>();
    expectTypeOf<{ Name: string }>().not.toExtend<Shop>();
  });

  it('reads absent and empty elements alike', () => {
    expect(decode('<Name>n</Name>')).toEqual(BARE);
    expect(decode('<Tag/>')).not.toEqual(BARE);
    expect(decode('<Owner>\n</Owner><Open> </Open><Items/><Motto></Motto><Name>n</Name>')).toEqual(BARE);
    expect(decode('<Name>n</Name>')).not.toHaveProperty('Open');
  });

  it('reads lists in order, wrapped and flat', () => {
    const xml = '<Tag>b</Tag><Name>n</Name><Items><Item><Id>2</Id></Item><Other/><Item><Note>x</Note><Id>1</Id></Item></Items><Tag>a</Tag>';
    expect(decode(xml)).toEqual({ ...BARE, Tag: ['b', 'a'], Items: [{ Id: 2 }, { Id: 1, Note: 'x' }] });
  });

  it('reads and writes elements that it does not name, in order', () => {
    const value = decode('<B>2</B><Name>n</Name><A> 1</A><C><D/></C><__proto__>p</__proto__>');
    expect(value).toEqual({
      ...BARE,
      extra: Object.fromEntries([
        ['B', '2'],
        ['A', ' 1'],
        ['__proto__', 'p'],
      ]),
    });
    const xml = encodeXml(shop, { ...BARE, extra: { B: '<', A: '' } });
    expect(xml).toMatch(/<Name>n<\/Name><Motto><\/Motto><Items><\/Items><B>&lt;<\/B><A><\/A><\/Shop>$/);
  });

  it.each(['a b', '1', '', 'a><b', 'a/'])('refuses to write an element called %j', (name) => {
    expect(() => encodeXml(shop, { ...BARE, extra: { [name]: '' } })).toThrow(expect.objectContaining({ code: 'misuse' }));
  });

  it.each([
    ['a missing element', ''],
    ['an empty one that must not be', '<Name/>'],
    ['a repeated one', '<Name>n</Name><Name>n</Name>'],
    ['a repeated optional one', '<Name>n</Name><Open>true</Open><Open>true</Open>'],
    ['a repeated text', '<Name>n</Name><Motto/><Motto/>'],
    ['a repeated wrapper', '<Name>n</Name><Items/><Items/>'],
    ['a bad item', '<Name>n</Name><Items><Item><Id>x</Id></Item></Items>'],
    ['an empty item', '<Name>n</Name><Items><Item/></Items>'],
    ['an empty flat item', '<Name>n</Name><Tag/>'],
    ['an optional object without what it needs', '<Name>n</Name><Owner><Other>1</Other></Owner>'],
    ['a bad optional value', '<Name>n</Name><Open>maybe</Open>'],
  ])('refuses %s', (_name, inner) => {
    expect(codeOf(decode(inner))).toBe('MalformedXML');
  });
});

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../src/primitives/bytes.ts';
import { screenMarkup } from '../../src/xml/screen.ts';
import { decodeXml, xmlDocument } from '../../src/xml/index.ts';
import { text } from '../../src/xml/leaves.ts';
import { object, optional } from '../../src/xml/structures.ts';
import { codeOf } from './code-of.ts';

const anything = xmlDocument('a', object({ value: optional(text()) }));
const decode = (xml: string, limits = {}) => codeOf(decodeXml(anything, utf8(xml), limits));
const nested = (levels: number) => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;

const BILLION_LAUGHS = `<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY l0 "lol">${Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('')}]>
<a><value>&l9;</value></a>`;

describe('documents that mean harm', () => {
  it.each([
    ['an entity bomb', BILLION_LAUGHS],
    ['one entity of one letter', '<!DOCTYPE a [<!ENTITY e "v">]><a><value>&e;</value></a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a><value>&e;</value></a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]><a/>'],
    ['a DTD without entities', '<!DOCTYPE a><a/>'],
    ['a DTD in lower case', '<!doctype a><a/>'],
    ['a DTD inside the root', '<a><!DOCTYPE a [<!ENTITY e "v">]></a>'],
    ['a DTD after the root', '<a/><!DOCTYPE a>'],
    ['a DTD behind an attribute that looks like a comment', '<a b="<!--"><!DOCTYPE a [<!ENTITY e "v">]> --></a>'],
    ['a DTD behind an instruction that looks like a quote', '<a><?x "?><!DOCTYPE a><?y "?></a>'],
    ['an entity declaration alone', '<a><!ENTITY e "v"></a>'],
    ['a conditional section', '<a><![INCLUDE[x]]></a>'],
  ])('%s is refused', (_name, xml) => {
    expect(decode(xml)).toBe('MalformedXML');
  });

  it('ten megabytes are refused unread', () => {
    const bytes = new Uint8Array(10 * 2 ** 20).fill(0x20);
    bytes.set(utf8('<a/>'));
    expect(codeOf(decodeXml(anything, bytes))).toBe('MalformedXML');
    expect(decodeXml(anything, bytes, { maxBytes: bytes.length })).toEqual({});
  });

  it('the byte limit is inclusive', () => {
    expect(decode('<a></a>', { maxBytes: 7 })).toEqual({});
    expect(decode('<a></a>', { maxBytes: 6 })).toBe('MalformedXML');
  });

  it('100,000 levels are refused, closed or not, and 32 are read', () => {
    expect(decode(nested(100_000))).toBe('MalformedXML');
    expect(decode('<a>'.repeat(100_000))).toBe('MalformedXML');
    expect(decode('</a>'.repeat(100_000))).toBe('MalformedXML');
    expect(decode(nested(32))).toEqual({});
    expect(decode(nested(33))).toBe('MalformedXML');
    expect(decode(nested(32).replace('</a>', '<a/></a>'))).toBe('MalformedXML');
    expect(decode(nested(100_000), { maxDepth: 31, maxBytes: 1e9 })).toBe('MalformedXML');
  });

  it.each([
    ['attributes', `<a ${Array.from({ length: 90_000 }, (_, index) => `a${index}="1"`).join(' ')}></a>`],
    ['unknown elements', `<a>${'<b>c</b>'.repeat(50_000)}</a>`],
    ['empty CDATA', `<a>${'<![CDATA[]]>'.repeat(50_000)}</a>`],
  ])('a document full of %s is read', (_name, xml) => {
    expect(decode(xml)).toEqual({});
  });

  it.each(['<', '<a', '<a b', '<a b="', '<!--', '<![CDATA[', '<?x ', "<a b='1' ", '&#1', '<!DOCTYPE ', '<a b="<'])(
    'a document full of %j is refused',
    (piece) => {
      expect(decode(piece.repeat(2 ** 20 / piece.length))).toBe('MalformedXML');
      expect(decode(`<a>${piece.repeat(10_000)}</a>`)).toBe('MalformedXML');
    },
  );
});

describe('markup that is not well-formed', () => {
  it.each([
    '<a>',
    '</a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a><b></a>',
    '<a/></a>',
    '<a/><a/>',
    '<a></a><b></b>',
    '<a/>text',
    'text<a/>',
    '<a/>text<!-- c -->',
    '<a/><!-- c -->text<?p?>',
    '<a></a>&#32;',
    '<a/><![CDATA[]]>',
    '<![CDATA[]]><a/>',
    '<a b></a>',
    '<a b=c></a>',
    '<a b="1"c="2"></a>',
    '<a b="></a>',
    '<a b="<"></a>',
    '<a/ >',
    '< a></a>',
    '<a></ a>',
    '<a></a b="c">',
    '<1a></1a>',
    '<a><-b/></a>',
    '<a><!-- ></a>',
    '<a><![CDATA[ ></a>',
    '<a><? ></a>',
    '<a><b<!-- -->c></bc></a>',
    '<a><b<?p?>/></a>',
    '<a>a < b</a>',
    '<a><></></a>',
  ])('%s', (xml) => {
    expect(decode(xml)).toBe('MalformedXML');
  });

  it('is told from what is', () => {
    expect(decode(`<a b="1" c:d = '"&gt;>' ><b:c.d-e/><é></é>></a >`)).toEqual({});
  });
});

describe('screenMarkup', () => {
  it('keeps tags under a prefix, text and CDATA, and drops the rest', () => {
    const xml = `\uFEFF <?xml version="1.0"?><a b="1"> t<!-- c --><constructor d='2' />&amp;<![CDATA[<e>]]><?f?></a> <!-- g -->`;
    expect(screenMarkup(xml, 2)).toBe('<x-a> t<x-constructor/>&amp;<![CDATA[<e>]]></x-a> ');
  });
});

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../src/primitives/bytes.ts';
import { decodeXml, encodeXml, xmlDocument } from '../../src/xml/index.ts';
import { text } from '../../src/xml/leaves.ts';
import { list, object, optional } from '../../src/xml/structures.ts';
import { codeOf } from './code-of.ts';

const note = xmlDocument('Note', object({ Title: text(), Line: list(text()), Footer: optional(text()) }));
const loose = xmlDocument('Note', object({ Title: text() }), { acceptForbiddenCharacters: true });
const decode = (xml: string) => decodeXml(note, utf8(xml));
const titled = (title: string) => `<Note><Title>${title}</Title></Note>`;

describe('decodeXml reads', () => {
  it.each([
    ['plain', titled('a')],
    ['a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${titled('a')}`],
    ['white space before the declaration', `\n  \t<?xml version='1.0'?>${titled('a')}\n`],
    ['a byte order mark', `\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>${titled('a')}`],
    ['a byte order mark and white space', `\uFEFF\r\n<?xml version="1.0"?>${titled('a')}`],
    ['an encoding within UTF-8', `<?xml version="1.0" encoding="US-ASCII"?>${titled('a')}`],
    ['a declaration without attributes', `<?xml?>${titled('a')}`],
    ['attributes and namespaces', '<Note xmlns="http://x/" a = \'>\'><Title b="/>" >a</Title></Note >'],
    ['comments and instructions', `<!-- > <Note> --><?style it's?>${titled('<!-- & < -->a<?pi "?><!---->')}<!-- -- --><?end?>`],
    ['unknown elements', '<Note><Other><Title>b</Title></Other><Title>a</Title><x:y/></Note>'],
    [
      'elements called like inherited properties',
      `<Note><__proto__><Title>b</Title></__proto__><constructor/><toString>1</toString><Title>a</Title></Note>`,
    ],
    ['elements called like the parser calls things', '<Note><x-Title>b</x-Title><_text/><Title>a</Title></Note>'],
    ['CDATA', titled('<![CDATA[a]]>')],
  ])('%s', (_name, xml) => {
    expect(decode(xml)).toEqual({ Title: 'a', Line: [] });
  });

  it('elements by name, whatever their order', () => {
    const xml = '<Note><Line>1</Line><Footer>f</Footer><Line>2</Line><Title>t</Title></Note>';
    expect(decode(xml)).toEqual({ Title: 't', Line: ['1', '2'], Footer: 'f' });
  });

  it.each([
    ['numbers and truth as text', '007', '007'],
    ['white space inside a text', ' a\n\tb ', ' a\n\tb '],
    ['line ends as line feeds', 'a\r\nb\rc', 'a\nb\nc'],
    ['a carriage return that is a reference', 'a&#13;&#xD;b', 'a\r\rb'],
    ['the predefined entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['references once', '&amp;lt;&amp;#65;&#38;lt;&#x26;amp;', '&lt;&#65;&lt;&amp;'],
    ['references of any length and beyond 16 bits', '&#0000065;&#x1F600;', 'A😀'],
    ['CDATA literally, between texts', 'a&amp;<![CDATA[<b>&amp;]]>c<![CDATA[]]]]><![CDATA[>]]>', 'a&<b>&amp;c]]>'],
    ['text around comments', 'a<!-- b -->c<?d?>e', 'ace'],
  ])('%s', (_name, inner, expected) => {
    expect(decode(titled(inner))).toEqual({ Title: expected, Line: [] });
  });

  it('nothing into the prototypes', () => {
    const value = decode('<Note><Title>a</Title><__proto__><polluted>1</polluted></__proto__></Note>');
    expect(Object.keys(value)).toEqual(['Title', 'Line']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('decodeXml refuses', () => {
  it.each([
    ['an empty body', ''],
    ['white space only', ' \n'],
    ['no markup', 'hello'],
    ['JSON', '{"Note":{"Title":"a"}}'],
    ['another root', '<note><Title>a</Title></note>'],
    ['a prefixed root', '<n:Note><Title>a</Title></n:Note>'],
    ['a missing element', '<Note><Line>a</Line></Note>'],
    ['a repeated element', '<Note><Title>a</Title><Title>a</Title></Note>'],
    ['a repeated optional element, though empty', '<Note><Title>a</Title><Footer/><Footer/></Note>'],
    ['elements where text is expected', '<Note><Title><b>a</b></Title></Note>'],
    ['a second declaration', `<?xml version="1.0"?><?xml version="1.0"?>${titled('a')}`],
    ['a declaration after a comment', `<!-- --><?xml version="1.0"?>${titled('a')}`],
    ['GBK', `<?xml version="1.0" encoding="GBK"?>${titled('a')}`],
    ['UTF-16 by name', `<?xml version="1.0" encoding='UTF-16'?>${titled('a')}`],
  ])('%s', (_name, xml) => {
    expect(codeOf(decode(xml))).toBe('MalformedXML');
  });

  it.each([
    ['truncated UTF-8', [...utf8('<Note><Title>'), 0xe4, 0xbd, ...utf8('</Title></Note>')]],
    ['GBK bytes', [...utf8('<?xml version="1.0" encoding="GBK"?><Note><Title>'), 0xc4, 0xe3, ...utf8('</Title></Note>')]],
    ['an encoded surrogate', [...utf8('<Note><Title>'), 0xed, 0xa0, 0x80, ...utf8('</Title></Note>')]],
    ['UTF-16 bytes', [0xff, 0xfe, ...Array.from(utf8(titled('a'))).flatMap((byte) => [byte, 0])]],
    ['an overlong slash', [...utf8('<Note><Title>'), 0xc0, 0xaf, ...utf8('</Title></Note>')]],
  ])('%s', (_name, bytes) => {
    expect(codeOf(decodeXml(note, Uint8Array.from(bytes)))).toBe('MalformedXML');
  });

  it.each([
    ['&#x0;', '\u0000'],
    ['&#1;', '\u0001'],
    ['&#x1f;', '\u001F'],
    ['&#xFFFE;', '\uFFFE'],
    ['\u0000', '\u0000'],
    ['a\u0007', 'a\u0007'],
    ['\uFFFF', '\uFFFF'],
    ['<![CDATA[\u0001]]>', '\u0001'],
  ])('the forbidden character in %j unless told to accept it', (inner, expected) => {
    expect(codeOf(decode(titled(inner)))).toBe('MalformedXML');
    expect(decodeXml(loose, utf8(titled(inner)))).toEqual({ Title: expected });
  });

  it.each([
    '&#xD800;',
    '&#xDFFF;',
    '&#x110000;',
    '&#99999999999999999999;',
    '&#;',
    '&#x;',
    '&#xG;',
    '&#X41;',
    '&#x41',
    '&#65 ',
    '&;',
    '&',
    '&amp',
    '&nbsp;',
    '&AMP;',
    '&a b;',
  ])('%s even where forbidden characters are accepted', (inner) => {
    expect(codeOf(decodeXml(loose, utf8(titled(inner))))).toBe('MalformedXML');
  });

  it('a bad reference in an element that it ignores', () => {
    expect(codeOf(decode('<Note><Title>a</Title><Other>&bomb;</Other></Note>'))).toBe('MalformedXML');
  });

  it('with the reason as the cause, cut short', () => {
    const result = decode(titled(`<b>${'x'.repeat(5000)}</b>`));
    expect(result).toHaveProperty('cause', 'expected text in Title, got elements');
    expect(decode(`<${'r'.repeat(5000)}/>`)).toHaveProperty('cause.length', 200);
  });
});

describe('encodeXml', () => {
  it('writes elements in the order of the schema and leaves out what is empty', () => {
    const xml = encodeXml(note, { Footer: '', Line: ['1', ''], Title: 't' });
    expect(xml).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<Note><Title>t</Title><Line>1</Line><Line></Line></Note>');
    expect(encodeXml(note, { Line: [], Title: '', Footer: undefined })).toContain('\n<Note><Title></Title></Note>');
  });

  it('escapes what markup, line ends and XML 1.0 do not let through, and nothing else', () => {
    const xml = encodeXml(note, { Title: '<&>"\'\r\n\t\u0001\uFFFE😀', Line: [] });
    expect(xml).toContain('<Title>&lt;&amp;&gt;"\'&#xD;\n\t&#x1;&#xFFFE;😀</Title>');
  });

  it('refuses text that is not Unicode', () => {
    expect(() => encodeXml(note, { Title: 'a\uD800', Line: [] })).toThrow(expect.objectContaining({ code: 'misuse' }));
  });
});

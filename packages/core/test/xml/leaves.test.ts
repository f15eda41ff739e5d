import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { OssError } from '../../src/errors/oss-error.ts';
import type { XmlElement } from '../../src/xml/element.ts';
import { boolean, date, enumeration, integer, text, token } from '../../src/xml/leaves.ts';
import { codeOf } from './code-of.ts';

const holding = (content: string): XmlElement => ({ name: 'e', text: content, children: [] });
const misuse = expect.objectContaining({ code: 'misuse' });

describe('text', () => {
  it('is kept as it is', () => {
    expect(text().decode(holding(' \n'))).toBe(' \n');
    expect(text().decode(holding(''))).toBe('');
    expect([text().isEmpty(holding('')), text().isEmpty(holding(' '))]).toEqual([true, false]);
  });
});

describe('token', () => {
  it('has no white space around it and at least one character', () => {
    expect(token().decode(holding('\n a b\t'))).toBe('a b');
    expect(codeOf(token().decode(holding(' ')))).toBe('MalformedXML');
    expect(token().isEmpty(holding('\n'))).toBe(true);
  });
});

describe('integer', () => {
  it.each([
    ['0', 0],
    [' 42 ', 42],
    ['007', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('reads %j', (word, value) => {
    expect(integer().decode(holding(word))).toBe(value);
  });

  it.each(['', '-1', '+1', '1.0', '1e3', '0x10', '1 2', 'NaN', 'Infinity', '９', '9007199254740992', '1'.repeat(400)])(
    'refuses %j',
    (word) => {
      expect(codeOf(integer().decode(holding(word)))).toBe('MalformedXML');
    },
  );

  it('writes only what it reads', () => {
    expect(integer().encode(5e15)).toBe('5000000000000000');
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => integer().encode(value)).toThrow(misuse);
    }
  });
});

describe('boolean', () => {
  it.each([
    ['true', true],
    ['True', true],
    ['false', false],
    ['False', false],
  ])('reads %j and writes it in lower case', (word, value) => {
    expect(boolean().decode(holding(word))).toBe(value);
    expect(boolean().encode(value)).toBe(word.toLowerCase());
  });

  it.each(['', '1', '0', 'yes', 'TRUE', 'truee'])('refuses %j', (word) => {
    expect(codeOf(boolean().decode(holding(word)))).toBe('MalformedXML');
  });
});

describe('date', () => {
  it('has milliseconds when written and may lack them when read', () => {
    expect(date().encode(new Date(Date.UTC(2013, 6, 31, 10, 56, 21)))).toBe('2013-07-31T10:56:21.000Z');
    expect(date().decode(holding('2013-07-31T10:56:21Z'))).toEqual(new Date(Date.UTC(2013, 6, 31, 10, 56, 21)));
  });

  it.each([
    '',
    '2013-07-31',
    '2013-02-30T00:00:00.000Z',
    '2013-13-01T00:00:00.000Z',
    '2013-07-31T24:00:00.000Z',
    '2013-07-31T10:56:21.000+08:00',
    '2013-07-31T10:56:21.0Z',
    'Wed, 31 Jul 2013 10:56:21 GMT',
  ])('refuses %j', (word) => {
    expect(codeOf(date().decode(holding(word)))).toBe('MalformedXML');
  });

  it('comes back to the second, and other dates are not written', () => {
    expect(date().encode(new Date('2013-07-31T10:56:21.987Z'))).toBe('2013-07-31T10:56:21.000Z');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0000-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (value) => {
          expect(date().decode(holding(date().encode(value)))).toEqual(new Date(Math.floor(value.getTime() / 1000) * 1000));
        },
      ),
    );
    expect(() => date().encode(new Date(Number.NaN))).toThrow(misuse);
    expect(() => date().encode(new Date(Date.UTC(10_000, 0)))).toThrow(misuse);
  });
});

describe('enumeration', () => {
  const side = enumeration(['left', 'right'], (word) => new OssError('InvalidArgument', { message: word }));

  it('reads its values by exact spelling and has its own error for others', () => {
    expect(side.decode(holding(' left\n'))).toBe('left');
    expect(side.decode(holding('Left'))).toMatchObject({ code: 'InvalidArgument', message: 'Left' });
    expect(codeOf(side.decode(holding('constructor')))).toBe('InvalidArgument');
  });

  it('has no value in an empty element', () => {
    expect(codeOf(side.decode(holding('')))).toBe('MalformedXML');
  });
});

import { OssError } from '@sse/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeleteMarker } from '../../src/domain/object-rows.ts';
import { formatVersionId, isVersion, parseVersionId } from '../../src/domain/version-id.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const sequence = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 1, 255, 256, 2 ** 32, Number.MAX_SAFE_INTEGER));
const versionId = fc.uint8Array({ minLength: 16, maxLength: 16 });
const version = (of: number, id: Uint8Array, isNull = false): DeleteMarker => ({
  version: { sequence: of, isNull },
  versionId: id,
  modifiedAt: 0,
});

/** Base32 as RFC 4648 §6 describes it, by arithmetic: three zero bits make up the last character. */
function rfc4648(of: number, id: Uint8Array): string {
  const hex = of.toString(16).padStart(16, '0') + Buffer.from(id).toString('hex');
  let number = BigInt(`0x${hex}`) << 3n;
  let text = '';
  for (let at = 0; at < 39; at += 1, number >>= 5n) text = ALPHABET.charAt(Number(number & 31n)) + text;
  return text;
}

describe('a version id', () => {
  it('is base32 of sequence and bytes, and is read back', () => {
    fc.assert(
      fc.property(sequence, versionId, (of, id) => {
        const text = formatVersionId(version(of, id));
        expect(text).toBe(rfc4648(of, id));
        expect(parseVersionId(text)).toEqual({ sequence: of, versionId: id });
      }),
    );
  });

  it('sorts as the versions of a name are made', () => {
    fc.assert(
      fc.property(sequence, sequence, versionId, (left, right, id) => {
        fc.pre(left !== right);
        const [of, other] = [left, right].map((each) => Buffer.from(formatVersionId(version(each, id)).replaceAll(/[2-7]/g, '~$&')));
        expect(Math.sign(Buffer.compare(of ?? Buffer.of(), other ?? Buffer.of()))).toBe(Math.sign(left - right));
      }),
    );
  });

  it('is null for what was written without versioning', () => {
    expect(formatVersionId({ versionId: new Uint8Array(16), version: undefined })).toBe('null');
    expect(formatVersionId(version(5, new Uint8Array(16), true))).toBe('null');
    expect(parseVersionId('null')).toBe('null');
  });

  it('has one spelling only: whatever is read is what would be written', () => {
    const character = fc.constantFrom(...ALPHABET.split(''));
    const spelled = fc.array(character, { minLength: 39, maxLength: 39 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          spelled,
          spelled.map((text) => `AAAAA${text.slice(5)}`),
        ),
        (text) => {
          const ref = parseVersionId(text);
          if (ref instanceof OssError || ref === 'null') expect(ref).toBeInstanceOf(OssError);
          else expect(formatVersionId(version(ref.sequence, ref.versionId))).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  const good = formatVersionId(version(1_700_000_000_000, new Uint8Array(16).fill(9)));
  it.each([
    '',
    ' ',
    'Null',
    'null ',
    good.toLowerCase(),
    good.slice(1),
    `${good}A`,
    `${good}=`,
    `${good}\n`,
    ` ${good}`,
    good.replace(/^./, '1'),
    good.replace(/^./, '8'),
    good.replace(/^./, 'É'),
    // The bits behind the last byte are zero: a character further in the alphabet says the same bytes.
    ...Array.from({ length: 7 }, (_, more) => good.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(good.slice(-1)) + more + 1)),
    // A sequence is a safe integer.
    rfc4648(0, new Uint8Array(16)).replace(/^.{3}/, 'AAQ'),
    '7'.repeat(38) + 'Y',
  ])('is not %j', (text) => {
    const refusal = parseVersionId(text);
    expect(refusal).toBeInstanceOf(OssError);
    expect(refusal).toMatchObject({ code: 'InvalidArgument', details: { ArgumentName: 'versionId', ArgumentValue: text } });
  });

  it('may be of the highest sequence and not of the next one', () => {
    const id = new Uint8Array(16).fill(255);
    expect(parseVersionId(rfc4648(Number.MAX_SAFE_INTEGER, id))).toEqual({ sequence: Number.MAX_SAFE_INTEGER, versionId: id });
    expect(parseVersionId(rfc4648(Number.MAX_SAFE_INTEGER + 1, id))).toBeInstanceOf(OssError);
  });

  it('that is too long is not repeated whole in the refusal', () => {
    expect(parseVersionId('A'.repeat(5000))).toMatchObject({ details: { ArgumentValue: 'A'.repeat(128) } });
  });

  it('names the version with its bytes, and null only the null version', () => {
    const [own, other] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
    const ref = { sequence: 5, versionId: own };
    expect([isVersion(version(5, own), ref), isVersion(version(5, other), ref), isVersion(version(5, own, true), ref)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isVersion(version(5, own), 'null'), isVersion(version(5, own, true), 'null')]).toEqual([false, true]);
  });
});

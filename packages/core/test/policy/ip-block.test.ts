import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInBlock, parseIpBlock, type IpBlock } from '../../src/policy/ip-block.ts';

const block = (text: string): IpBlock => parseIpBlock(text) ?? expect.fail(`no block: ${text}`);

describe('an IP block', () => {
  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.4', '10.1.2.3', false],
    ['203.0.113.9', '0.0.0.0/0', true],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '::ffff:10.0.0.0/104', true],
    ['11.1.2.3', '::ffff:10.0.0.0/104', false],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['fec0::1', 'fe80::/10', false],
    ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
    ['::1', '0.0.0.0/0', false],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::/112', true],
  ])('has %s in %s: %s', (address, of, expected) => {
    expect(isInBlock(block(address), block(of))).toBe(expected);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    '::/129',
    '::ffff:10.0.0.0/95',
    'x',
  ])('is not %j', (text) => {
    expect(parseIpBlock(text)).toBeUndefined();
  });

  it('of its own length has each address, and one bit more halves it', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (address, length) => {
        const one = block(address);
        const flipped = { ...one, bits: one.bits ^ (1n << BigInt(32 - length)) };
        expect([isInBlock(one, block(`${address}/${length}`)), isInBlock(flipped, block(`${address}/${length}`))]).toEqual([true, false]);
        expect(isInBlock(flipped, block(`${address}/${length - 1}`))).toBe(true);
      }),
    );
  });

  it('reads every address of IPv6 that there is', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        expect(parseIpBlock(address)).toBeDefined();
      }),
    );
  });
});

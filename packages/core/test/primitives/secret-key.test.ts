import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { keyLength, secretKey, takeSecretKey, withKeyBytes } from '../../src/primitives/secret-key.ts';
import { sample } from './sample-bytes.ts';

const bytes = sample(32, 'secret');

describe('secretKey', () => {
  it('copies the bytes and leaves them to the caller', () => {
    const own = bytes.slice();
    const key = secretKey(own);
    expect(own).toEqual(bytes);
    own.fill(1);
    expect(withKeyBytes(key, (copy) => Uint8Array.from(copy))).toEqual(bytes);
    expect(keyLength(key)).toBe(32);
  });

  it('shows nothing of the key when it is logged or serialised', () => {
    const shown = `${inspect(secretKey(bytes), { depth: 9, showHidden: true })}${JSON.stringify(secretKey(bytes))}`;
    for (const encoding of ['hex', 'base64', 'latin1'] as const) {
      expect(shown.toLowerCase()).not.toContain(Buffer.from(bytes.subarray(0, 6)).toString(encoding).toLowerCase().slice(0, 6));
    }
  });
});

describe('takeSecretKey', () => {
  it('wipes the bytes it was given', () => {
    const own = bytes.slice();
    const key = takeSecretKey(own);
    expect(own).toEqual(new Uint8Array(32));
    expect(withKeyBytes(key, (copy) => Uint8Array.from(copy))).toEqual(bytes);
  });
});

describe('withKeyBytes', () => {
  it('wipes its copy, also when the use throws', () => {
    const kept: Uint8Array[] = [];
    withKeyBytes(secretKey(bytes), (copy) => kept.push(copy));
    expect(() =>
      withKeyBytes(secretKey(bytes), (copy) => {
        kept.push(copy);
        throw new Error('refused');
      }),
    ).toThrow('refused');
    expect(kept.map((copy) => Uint8Array.from(copy))).toEqual([new Uint8Array(32), new Uint8Array(32)]);
  });
});

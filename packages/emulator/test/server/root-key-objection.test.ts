import { describe, expect, it } from 'vitest';
import { objectionToBytes, objectionToState } from '../../src/server/root-key-objection.ts';

const state = { isFile: () => true, uid: 1000, mode: 0o100600, size: 32 };

describe('objectionToState', () => {
  it('is none to a file of this user that nobody else can use', () => {
    expect(objectionToState('k', state, 1000)).toBeUndefined();
    expect(objectionToState('k', { ...state, mode: 0o100400 }, 1000)).toBeUndefined();
  });

  it.each([1001, 0])('is the owner when that is another user than %i', (user) => {
    expect(objectionToState('/k', state, user)).toEqual({
      reason: `it belongs to user 1000, not to the user of this process (${user})`,
      remedy: `run this as user 1000, or hand the file over: chown ${user} /k`,
    });
  });

  it.each([
    [0o640, 'its mode is 0640, wider than 0600'],
    [0o604, 'its mode is 0604, wider than 0600'],
    [0o700, 'its mode is 0700, wider than 0600'],
    [0o000, 'its mode is 0000, which keeps its owner from reading it'],
    [0o200, 'its mode is 0200, which keeps its owner from reading it'],
  ])('is the mode %o', (mode, reason) => {
    expect(objectionToState('/k', { ...state, mode: 0o100000 | mode }, 1000)).toEqual({ reason, remedy: 'run: chmod 600 /k' });
  });

  it('asks for neither owner nor mode where the system has none', () => {
    expect(objectionToState('k', { ...state, mode: 0o100666 }, undefined)).toBeUndefined();
  });

  it('is the kind or the length of a file that holds no key, which only another one helps', () => {
    expect(objectionToState('k', { ...state, isFile: () => false }, 1000)).toEqual({ reason: 'it is not a regular file' });
    expect(objectionToState('k', { ...state, size: 31 }, 1000)).toEqual({ reason: 'it has 31 bytes, a root key has exactly 32' });
  });
});

describe('objectionToBytes', () => {
  it('is none to bytes that differ, and what they have in common to others', () => {
    expect(objectionToBytes(Uint8Array.from({ length: 32 }, (_, index) => index))).toBeUndefined();
    expect(objectionToBytes(new Uint8Array(32).fill(9))).toEqual({ reason: 'all its bytes are equal, a root key is random' });
    expect(objectionToBytes(new Uint8Array(0))).toEqual({ reason: 'it has 0 bytes, a root key has exactly 32' });
  });
});

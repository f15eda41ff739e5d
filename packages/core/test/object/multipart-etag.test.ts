import { expect, it } from 'vitest';
import { multipartEtag } from '../../src/index.ts';

// Computed with `printf '%s%s' 0CC175B9C0F1B6A831C399E269772661 92EB5FFEE6AE2FEC3AD71C777531578F | md5sum`.
it('is the MD5 of the upper-case hex MD5s of the parts, and their number', () => {
  expect(multipartEtag(['0CC175B9C0F1B6A831C399E269772661', '92EB5FFEE6AE2FEC3AD71C777531578F'])).toBe(
    '6A57590691A4345F35997DC1B3C6FFD6-2',
  );
});

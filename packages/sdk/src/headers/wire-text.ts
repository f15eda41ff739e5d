import { Fault } from '@sse/core';

const CONTROL = /\p{Cc}/u;

/**
 * A header value as it goes over the wire: its UTF-8 bytes, each shown as one Latin-1 character.
 * Throws `Fault` `misuse` for control characters, white space at an end, which HTTP would drop, and lone surrogates.
 */
export function wireText(header: string, value: string): string {
  if (CONTROL.test(value) || value.trim() !== value || !value.isWellFormed()) {
    throw new Fault('misuse', `expected text without control characters and without white space at its ends in ${header}`);
  }
  return Buffer.from(value, 'utf8').toString('latin1');
}

import { date, integer, text, token } from '../leaves.ts';
import { object, optional } from '../structures.ts';
import { owner } from './owner.ts';

/**
 * One object of a listing (protocol reference §4.5). `ETag` holds its quotes; `Size` is in bytes, of the plaintext; oss2 refuses a listing
 * when anything but `Owner` is missing.
 */
export const listedObject = object({
  Key: text(),
  LastModified: date(),
  ETag: text(),
  Type: token(),
  Size: integer(),
  StorageClass: token(),
  Owner: optional(owner),
});

/** Names that share a prefix up to the delimiter, as one. */
export const commonPrefix = object({ Prefix: text() });

/** A listing of 1,000 longest names, each byte of them three or five characters long, fits well. Names may hold any character. */
export const LISTING_OPTIONS = { maxBytes: 8 * 2 ** 20, acceptForbiddenCharacters: true } as const;

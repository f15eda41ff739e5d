import { hash, toHex, utf8 } from '../primitives/index.ts';

/**
 * The ETag of an object made of parts: the MD5 of the upper-case hex MD5s of its parts one after the other, then `-` and their number
 * (observed behaviour 23; not the digest of binary digests that S3 uses). `partEtags` are upper-case hex without quotes.
 */
export function multipartEtag(partEtags: readonly string[]): string {
  return `${toHex(hash('md5', utf8(partEtags.join('')))).toUpperCase()}-${partEtags.length}`;
}

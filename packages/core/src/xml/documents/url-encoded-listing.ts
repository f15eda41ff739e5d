import type { OssError } from '../../errors/oss-error.ts';
import { malformed } from '../malformed.ts';
import type { ListBucketResult } from './list-bucket-result.ts';
import type { ListBucketResultV2 } from './list-bucket-result-v2.ts';

const NAME_FIELDS = ['Prefix', 'Marker', 'NextMarker', 'StartAfter', 'Delimiter'] as const;

/**
 * A name as `encoding-type=url` writes it: every UTF-8 byte but the unreserved characters of RFC 3986 as %XX, so a space is %20 and a slash
 * %2F. All vendor clients read it back, those that take `+` for a space and those that do not.
 */
export function urlEncodeName(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The listing as it goes out when `encoding-type=url` was asked for. Continuation tokens are left alone, for not all clients decode them. */
export function urlEncodeListing<L extends ListBucketResult | ListBucketResultV2>(listing: L): L {
  return { ...mapNames(listing, urlEncodeName), EncodingType: 'url' };
}

/** The listing with its names as they are, if its `EncodingType` is `url`; `MalformedXML` when a name is not percent-encoded UTF-8. */
export function urlDecodeListing<L extends ListBucketResult | ListBucketResultV2>(listing: L): L | OssError {
  try {
    return listing.EncodingType === 'url' ? mapNames(listing, decodeURIComponent) : listing;
  } catch {
    return malformed('expected percent-encoded UTF-8 in the names of the listing');
  }
}

function mapNames<L extends ListBucketResult | ListBucketResultV2>(listing: L, map: (name: string) => string): L {
  const names = NAME_FIELDS.flatMap((field) => {
    const name: unknown = Reflect.get(listing, field);
    return typeof name === 'string' ? [[field, map(name)] as const] : [];
  });
  return {
    ...listing,
    ...Object.fromEntries(names),
    Contents: listing.Contents.map((object) => ({ ...object, Key: map(object.Key) })),
    CommonPrefixes: listing.CommonPrefixes.map(({ Prefix }) => ({ Prefix: map(Prefix) })),
  };
}

const UNRESERVED = /^[A-Za-z0-9_.~-]*$/;
const UNRESERVED_PATH = /^[A-Za-z0-9_.~/-]*$/;
const LEFT_BY_ECMASCRIPT = /[!'()*]/g;

/** RFC 3986 percent-encoding of the UTF-8 bytes of `text`: everything but `A-Za-z0-9-_.~` is encoded, `/` too. */
export function percentEncode(text: string): string {
  if (UNRESERVED.test(text)) return text;
  return encodeURIComponent(text).replace(LEFT_BY_ECMASCRIPT, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Like `percentEncode`, but `/` stays. */
export function percentEncodePath(path: string): string {
  return UNRESERVED_PATH.test(path) ? path : percentEncode(path).replaceAll('%2F', '/');
}

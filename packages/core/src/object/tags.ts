import { OssError } from '../errors/index.ts';
import { decodeTargetPiece } from '../http/index.ts';

/** One tag of an object. */
export type Tag = readonly [key: string, value: string];
/** The tags of an object in the order in which they were given; no two have the same key. */
export type Tags = readonly Tag[];

const mostTags = 10;
/** Letters of any script, digits, spaces and a few signs (observed behaviour 30); lengths count characters. */
const KEY = /^[\p{L}\p{M}\p{N} +\-=._:/]{1,128}$/u;
const VALUE = /^[\p{L}\p{M}\p{N} +\-=._:/]{0,256}$/u;

/** `tags` where an object may have them, else 400 `InvalidTag` (protocol reference §4.6, observed behaviour 30). */
export function objectTags(tags: Tags): Tags | OssError {
  if (tags.length > mostTags) return invalidTag(`An object has at most ${mostTags} tags, not ${tags.length}.`);
  const keys = new Set<string>();
  for (const [key, value] of tags) {
    if (!KEY.test(key)) return invalidTag('The tag key you provided is not valid.', { TagKey: shown(key) });
    if (!VALUE.test(value)) return invalidTag('The tag value you provided is not valid.', { TagValue: shown(value) });
    if (keys.has(key)) return invalidTag('A tag key was given twice.', { TagKey: shown(key) });
    keys.add(key);
  }
  return tags;
}

/**
 * The tags in a value of `x-oss-tagging`, `k=v&k2=v2` with percent-encoded keys and values; an empty value has none, and a key alone has the
 * value `''`. 400 `InvalidArgument` when an escape is broken, 400 `InvalidTag` as `objectTags` (protocol reference §4.6).
 */
export function parseTaggingHeader(header: string): Tags | OssError {
  if (header === '') return [];
  const tags: Tag[] = [];
  for (const pair of header.split('&')) {
    const equals = pair.indexOf('=');
    const key = decodeTargetPiece(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decodeTargetPiece(pair.slice(equals + 1));
    if (key === undefined || value === undefined) return notEncoded(header);
    tags.push([key, value]);
  }
  return objectTags(tags);
}

/** The start of what a client sent, for the error that speaks of it. */
function shown(text: string): string {
  return text.slice(0, 256).toWellFormed();
}

function invalidTag(message: string, details: Readonly<Record<string, string>> = {}): OssError {
  return new OssError('InvalidTag', { message, details });
}

function notEncoded(header: string): OssError {
  return new OssError('InvalidArgument', {
    message: 'The x-oss-tagging you specified is not percent-encoded UTF-8.',
    details: { ArgumentName: 'x-oss-tagging', ArgumentValue: shown(header) },
  });
}

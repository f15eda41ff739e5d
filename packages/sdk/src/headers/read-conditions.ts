import { wireDate } from './wire-date.ts';
import { wireText } from './wire-text.ts';

/** Conditions of a read. One that does not hold is an `OssServiceError` `NotModified` (304) or `PreconditionFailed` (412). */
export interface ReadConditions {
  /** ETags with their quotes. */
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | undefined;
  readonly ifUnmodifiedSince?: Date | undefined;
}

/** The request headers of conditions. Throws `Fault` `misuse` for values that cannot be sent. */
export function conditionHeaders(conditions: ReadConditions): Record<string, string> {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  return {
    ...(ifMatch === undefined ? {} : { 'if-match': wireText('if-match', ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': wireText('if-none-match', ifNoneMatch) }),
    ...(ifModifiedSince === undefined ? {} : { 'if-modified-since': wireDate('if-modified-since', ifModifiedSince) }),
    ...(ifUnmodifiedSince === undefined ? {} : { 'if-unmodified-since': wireDate('if-unmodified-since', ifUnmodifiedSince) }),
  };
}

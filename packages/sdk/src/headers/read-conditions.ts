import { formatHttpDate } from '@sse/core';
import { wireText } from './wire-text.ts';

/** Conditions of a read. One that does not hold is an `OssServiceError` `NotModified` (304) or `PreconditionFailed` (412). */
export interface ReadConditions {
  /** ETags with their quotes. */
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | undefined;
  readonly ifUnmodifiedSince?: Date | undefined;
}

/** The request headers of conditions. */
export function conditionHeaders(conditions: ReadConditions): Record<string, string> {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  return {
    ...(ifMatch === undefined ? {} : { 'if-match': wireText('if-match', ifMatch) }),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': wireText('if-none-match', ifNoneMatch) }),
    ...(ifModifiedSince === undefined ? {} : { 'if-modified-since': formatHttpDate(ifModifiedSince.getTime()) }),
    ...(ifUnmodifiedSince === undefined ? {} : { 'if-unmodified-since': formatHttpDate(ifUnmodifiedSince.getTime()) }),
  };
}

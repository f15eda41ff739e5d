import { invalidArgument } from '../bucket/invalid-argument.ts';
import type { OssError } from '../errors/oss-error.ts';
import type { LifecycleConfiguration, LifecycleRuleElement } from '../xml/documents/lifecycle-configuration.ts';
import { malformed } from '../xml/malformed.ts';
import type { LifecycleTimeElement } from './lifecycle-rules.ts';
import { overlappingAction } from './overlap.ts';

const mostRules = 1000;
const longestId = 255;
const dayMs = 86_400_000;

export interface AcceptLifecycleOptions {
  /** What `x-oss-allow-same-action-overlap: true` asks for. */
  readonly allowOverlap: boolean;
  /** Names a rule that came without an ID. */
  readonly newId: () => string;
}

/**
 * Lifecycle rules as they are stored and shown: every rule has an ID (observed behaviour 21).
 * `MalformedXML` for no rules, over 1,000, or one that does nothing; 400 `InvalidArgument` for an ID twice or over 255 characters, an action
 * that has not exactly one time, days of zero, a date that is not midnight UTC, days mixed with dates in what happens to objects,
 * `ExpiredObjectDeleteMarker` next to a time or tags, and, unless allowed, for the same action under prefixes of which one begins with the other.
 */
export function acceptLifecycle(
  { Rule: elements }: LifecycleConfiguration,
  { allowOverlap, newId }: AcceptLifecycleOptions,
): LifecycleConfiguration | OssError {
  if (elements.length === 0 || elements.length > mostRules) return malformed(`expected 1 to ${mostRules} rules, got ${elements.length}`);
  const rules = elements.map((rule) => ({ ...rule, ID: rule.ID ?? newId() }));
  const ids = new Set<string>();
  for (const rule of rules) {
    const refusal = checkId(rule.ID, ids) ?? checkTimes(rule) ?? checkMarkers(rule);
    if (refusal !== undefined) return refusal;
    ids.add(rule.ID);
  }
  const overlap = allowOverlap ? undefined : overlappingAction(rules);
  if (overlap !== undefined) return invalidArgument('Prefix', overlap.prefix, `Overlap for same action type ${overlap.action}`);
  return { Rule: rules };
}

function checkId(id: string, before: ReadonlySet<string>): OssError | undefined {
  const fits = Array.from(id).length <= longestId && !before.has(id);
  return fits ? undefined : invalidArgument('ID', id, 'The ID of a rule must be its own and at most 255 characters long.');
}

function checkTimes(rule: LifecycleRuleElement): OssError | undefined {
  const { Expiration, AbortMultipartUpload, Transition, NoncurrentVersionExpiration, NoncurrentVersionTransition } = rule;
  const noncurrent = [...(NoncurrentVersionExpiration === undefined ? [] : [NoncurrentVersionExpiration]), ...NoncurrentVersionTransition];
  const expires = Expiration === undefined || Expiration.ExpiredObjectDeleteMarker !== undefined ? [] : [Expiration];
  const ofObjects: readonly LifecycleTimeElement[] = [...expires, ...Transition];
  const all = [...ofObjects, ...(AbortMultipartUpload === undefined ? [] : [AbortMultipartUpload])];
  if (all.length + noncurrent.length === 0 && Expiration === undefined) return malformed('expected an action in every rule');
  for (const time of all) {
    const refusal = checkTime(time);
    if (refusal !== undefined) return refusal;
  }
  if (noncurrent.some(({ NoncurrentDays }) => NoncurrentDays === 0))
    return invalidArgument('NoncurrentDays', '0', 'NoncurrentDays must be positive.');
  const byDays = ofObjects.filter(({ Days }) => Days !== undefined).length;
  if (byDays > 0 && byDays < ofObjects.length)
    return invalidArgument('ID', rule.ID ?? '', 'Days can not be mixed with dates in the Expiration and Transition of a rule.');
  return undefined;
}

function checkTime({ Days, Date: on, CreatedBeforeDate }: LifecycleTimeElement): OssError | undefined {
  const given = [Days, on, CreatedBeforeDate].filter((time) => time !== undefined);
  if (given.length !== 1)
    return invalidArgument('Days', String(Days ?? ''), 'An action must have one of Days, Date and CreatedBeforeDate.');
  if (Days === 0) return invalidArgument('Days', '0', 'Days must be positive.');
  const date = on ?? CreatedBeforeDate;
  if (date === undefined || date.getTime() % dayMs === 0) return undefined;
  return invalidArgument('Date', date.toISOString(), 'A date must be midnight UTC.');
}

function checkMarkers({ Expiration, Tag }: LifecycleRuleElement): OssError | undefined {
  if (Expiration?.ExpiredObjectDeleteMarker === undefined) return undefined;
  const alone = Expiration.Days === undefined && Expiration.Date === undefined && Expiration.CreatedBeforeDate === undefined;
  if (alone && Tag.length === 0) return undefined;
  return invalidArgument('ExpiredObjectDeleteMarker', 'true', 'ExpiredObjectDeleteMarker can not be combined with a time or with tags.');
}

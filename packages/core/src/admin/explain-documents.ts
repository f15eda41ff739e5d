import type { ExplainedGround } from '../policy/explained-ground.ts';
import { listOr, mapOf, membersOf, objectOf, oneOf, optional, plainObject, text, textOr } from './json-reader.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** Whose access is asked about: a user or a role by name, nobody, or the account. */
export type ExplainedCaller =
  | 'anonymous'
  | 'root'
  | {
      readonly user?: string | undefined;
      readonly role?: string | undefined;
      /** The name of the role's session. */
      readonly session?: string | undefined;
      /** What the session was narrowed to, as an object of policy JSON. */
      readonly sessionPolicy?: JsonObject | undefined;
    };

/** What may be asked of `ExplainAccess`. */
export interface ExplainQuestion {
  readonly caller: ExplainedCaller;
  /** Such as `oss:PutObject`. */
  readonly action: string;
  /** A bucket, `bucket/key`, `*` for the account, or a resource name such as `acs:kms:cn-hangzhou:1000000000000001:key/…`. */
  readonly resource: string;
  /** What the request would say to conditions, such as `acs:SourceIp`; what is absent is not said. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** Whether it is allowed, and why. */
export interface ExplainAnswer {
  readonly Decision: 'Allow' | 'Deny';
  /** One sentence. */
  readonly Reason: string;
  readonly Ground: ExplainedGround;
  /** The statement that decided, in policy JSON; absent where none did. */
  readonly Statement?: JsonObject | undefined;
}

const who = objectOf({ user: optional(text), role: optional(text), session: optional(text), sessionPolicy: optional(plainObject) });

export const explainQuestion: JsonReader<ExplainQuestion> = objectOf({
  caller: (value, place) => (typeof value === 'object' ? who(value, place) : oneOf('anonymous', 'root')(value, place)),
  action: text,
  resource: text,
  context: optional(mapOf(textOr(listOr(text, text)))),
});

export const explainAnswer: JsonReader<ExplainAnswer> = membersOf({
  Decision: oneOf('Allow', 'Deny'),
  Reason: text,
  // A server of a later version may know more grounds.
  Ground: (value, place) => plainObject(value, place) as unknown as ExplainedGround,
  Statement: optional(plainObject),
});

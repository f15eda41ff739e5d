import type { AccessGround } from './access.ts';

/** The action itself is allowed, using the KMS key of the bytes is not: the request is refused as forbidden by KMS (protocol reference §5.4). */
export interface KeyGround {
  readonly kind: 'kms';
  /** What is not allowed with the key, such as `kms:Decrypt`. */
  readonly action: string;
  readonly keyId: string;
  /** Why it is not. */
  readonly ground: AccessGround;
}

/** Everybody may use the default key (protocol reference §5.4). */
export interface DefaultKeyGround {
  readonly kind: 'default-key';
  readonly keyId: string;
}

/** Whether a role trusts the caller (protocol reference §5.5). */
export interface TrustGround {
  readonly kind: 'trust';
  readonly role: string;
  readonly trusted: boolean;
}

/** The account itself and anonymous callers assume no roles. */
export interface NoUserGround {
  readonly kind: 'no-user';
}

/** Why something is allowed or denied, whatever was asked. */
export type ExplainedGround = AccessGround | KeyGround | DefaultKeyGround | TrustGround | NoUserGround;

/** The grounds that are in no decision about OSS itself. */
export type OtherGround = Exclude<ExplainedGround, AccessGround>;

type Sentences = { readonly [K in OtherGround['kind']]: (ground: Extract<OtherGround, { kind: K }>) => string };

const SENTENCES: Sentences = {
  kms: ({ action, keyId }) =>
    `The caller may do it, but not ${action} with the KMS key ${keyId} that the bytes are encrypted under, so that the request is forbidden by KMS.`,
  'default-key': ({ keyId }) =>
    `The key ${keyId} is the default key, which everybody may use for objects without a permission; the KMS interface itself asks for one.`,
  trust: ({ role, trusted }) =>
    trusted
      ? `The role ${role} trusts the user by name.`
      : `The role ${role} does not trust the caller, whatever the caller's policies say.`,
  'no-user': () => 'Roles are assumed by users and by sessions of roles only, not by the account itself or by anonymous callers.',
};

/** One sentence about a ground that is in no policy of the caller. */
export function explainGround<G extends OtherGround>(ground: G): string {
  const sentence = SENTENCES[ground.kind] as (ground: G) => string;
  return sentence(ground);
}

/** Whether `explainDecision` knows it. */
export function isAccessGround(ground: ExplainedGround): ground is AccessGround {
  return !Object.hasOwn(SENTENCES, ground.kind);
}

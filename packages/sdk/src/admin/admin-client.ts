import type {
  AccessKeyDocument,
  AccessKeyPair,
  CreatedAccessKeyDocument,
  ExplainedGround,
  ExplainQuestion,
  GroupDocument,
  GroupSettings,
  JsonObject,
  PolicyDocument,
  PolicySettings,
  RoleDocument,
  RoleSettings,
  UserDocument,
  UserSettings,
} from '@sse/core';
import type { CallOptions } from '../transport/call.ts';

/** A document of the interface with its time as a date. */
export type Dated<T extends { readonly createdAt: number }> = Omit<T, 'createdAt'> & { readonly createdAt: Date };

/** A user: what it may do is said by its own policies and those of its groups. */
export type RamUser = Dated<UserDocument>;
/** Policies that hold for all users of the group. */
export type RamGroup = Dated<GroupDocument>;
/** A policy that is attached by its name. */
export type ManagedPolicy = Dated<PolicyDocument>;
/** What users may become for a while, by AssumeRole. */
export type RamRole = Dated<RoleDocument>;
/** An access key of a user, without its secret. */
export type AccessKey = Dated<AccessKeyDocument>;
/** An access key with its secret, which is shown only when it is made. */
export type CreatedAccessKey = Dated<CreatedAccessKeyDocument>;

/** Users, groups, managed policies or roles, by name. Rejects with `OssServiceError` `EntityNotExist.…` where there is none of a name. */
export interface Entities<Entity, Settings> {
  /** All of them, by name. */
  list(options?: CallOptions): Promise<readonly Entity[]>;
  get(name: string, options?: CallOptions): Promise<Entity>;
  /** Makes it, or replaces what is said of it; the same twice changes nothing. `MalformedPolicyDocument` for a policy that is none. */
  put(name: string, settings: Settings, options?: CallOptions): Promise<Entity>;
  /** `DeleteConflict.…` while something depends on it. */
  delete(name: string, options?: CallOptions): Promise<void>;
}

/** The access keys of users; that of the account itself is none of them. */
export interface AccessKeys {
  /** A new one for a user, active at once; the pair that is given, or one that the server makes. */
  create(user: string, pair?: AccessKeyPair, options?: CallOptions): Promise<CreatedAccessKey>;
  /** Those of a user, oldest first. */
  list(user: string, options?: CallOptions): Promise<readonly AccessKey[]>;
  get(accessKeyId: string, options?: CallOptions): Promise<AccessKey>;
  setStatus(accessKeyId: string, status: AccessKey['status'], options?: CallOptions): Promise<AccessKey>;
  delete(accessKeyId: string, options?: CallOptions): Promise<void>;
}

/** Whether somebody may do something, and why. */
export interface AccessExplanation {
  readonly allowed: boolean;
  /** One sentence. */
  readonly reason: string;
  readonly ground: ExplainedGround;
  /** The statement that decided, in policy JSON; absent where none did. */
  readonly statement?: JsonObject | undefined;
}

/**
 * The administrator of one emulator: who there is, and what they may do. It signs with the emulator's own (root) key pair; others are refused with
 * `AccessDenied`. Errors are those of `OssClient`.
 */
export interface AdminClient {
  readonly users: Entities<RamUser, UserSettings>;
  readonly groups: Entities<RamGroup, GroupSettings>;
  readonly policies: Entities<ManagedPolicy, PolicySettings>;
  readonly roles: Entities<RamRole, RoleSettings>;
  readonly accessKeys: AccessKeys;
  /** Asks for the decision that a request would meet, from the same policies and ACLs. */
  explain(question: ExplainQuestion, options?: CallOptions): Promise<AccessExplanation>;

  /** Ends what is still in flight (`OssTransportError` `aborted`) and lets connections go. May be called twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

import {
  listOf,
  listOr,
  membersOf,
  objectOf,
  oneOf,
  optional,
  plainObject,
  text,
  textOr,
  unlessEmpty,
  wholeNumber,
} from './json-reader.ts';
import type { JsonObject, JsonReader } from './json-reader.ts';

/** A policy of a user, a group or a role: a managed one by its name, or one of its own as an object of policy JSON. */
export type PolicyReference = string | JsonObject;

/** Who may assume a role: users by name, or a trust policy as an object of policy JSON. */
export type TrustDocument = readonly string[] | JsonObject;

/** What is put of a user; absent lists are empty, an absent `id` is made. */
export interface UserSettings {
  /** 18 digits that begin with 2. */
  readonly id?: string | undefined;
  readonly policies?: readonly PolicyReference[] | undefined;
  /** Names of groups that are there. */
  readonly groups?: readonly string[] | undefined;
}

export interface GroupSettings {
  readonly policies?: readonly PolicyReference[] | undefined;
}

export interface PolicySettings {
  /** An object of policy JSON. */
  readonly document: JsonObject;
}

export interface RoleSettings {
  readonly trust: TrustDocument;
  readonly policies?: readonly PolicyReference[] | undefined;
  /** The longest life of a token, in seconds: 3600 (the default) to 43200. */
  readonly maxSessionSeconds?: number | undefined;
}

/** Times are ms since 1970. */
export interface UserDocument {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly policies: readonly PolicyReference[];
  readonly groups: readonly string[];
  readonly accessKeyIds: readonly string[];
}

export interface GroupDocument {
  readonly name: string;
  readonly createdAt: number;
  readonly policies: readonly PolicyReference[];
}

export interface PolicyDocument extends PolicySettings {
  readonly name: string;
  readonly createdAt: number;
}

export interface RoleDocument {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly trust: TrustDocument;
  readonly policies: readonly PolicyReference[];
  readonly maxSessionSeconds: number;
}

const policies = listOf(textOr(plainObject));
const trust = listOr(text, plainObject);
const named = { name: text, createdAt: wholeNumber };

/** What a client puts: members that are not known are refused. */
export const userSettings: JsonReader<UserSettings> = objectOf({
  id: optional(text),
  policies: optional(policies),
  groups: optional(listOf(text)),
});
export const groupSettings: JsonReader<GroupSettings> = objectOf({ policies: optional(policies) });
export const policySettings: JsonReader<PolicySettings> = objectOf({ document: plainObject });
export const roleSettings: JsonReader<RoleSettings> = objectOf({
  trust,
  policies: optional(policies),
  maxSessionSeconds: optional(wholeNumber),
});

/** What a server shows. */
export const userDocument: JsonReader<UserDocument> = membersOf({
  ...named,
  id: text,
  policies,
  groups: listOf(text),
  accessKeyIds: listOf(text),
});
export const groupDocument: JsonReader<GroupDocument> = membersOf({ ...named, policies });
export const policyDocument: JsonReader<PolicyDocument> = membersOf({ ...named, document: plainObject });
export const roleDocument: JsonReader<RoleDocument> = membersOf({
  ...named,
  id: text,
  trust,
  policies,
  maxSessionSeconds: wholeNumber,
});

/** An access key as it is shown: without its secret. */
export interface AccessKeyDocument {
  readonly accessKeyId: string;
  /** The name of the user. */
  readonly user: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
}

/** An access key as it is shown once, when it is made. */
export interface CreatedAccessKeyDocument extends AccessKeyDocument {
  readonly accessKeySecret: string;
}

/** A pair that is wanted; without it, one is made. */
export interface AccessKeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export interface AccessKeySettings {
  readonly status: AccessKeyDocument['status'];
}

const status = oneOf('Active', 'Inactive');
const accessKey = { accessKeyId: text, user: text, status, createdAt: wholeNumber };

export const accessKeyPair: JsonReader<AccessKeyPair | undefined> = unlessEmpty(objectOf({ accessKeyId: text, accessKeySecret: text }));
export const accessKeySettings: JsonReader<AccessKeySettings> = objectOf({ status });
export const accessKeyDocument: JsonReader<AccessKeyDocument> = membersOf(accessKey);
export const createdAccessKeyDocument: JsonReader<CreatedAccessKeyDocument> = membersOf({ ...accessKey, accessKeySecret: text });

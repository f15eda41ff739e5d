/** What RAM keeps, each in a sealed row of the system scope. Times in ms since 1970; policies as JSON text, as they were given. */

/** A policy of a user, a group or a role: a managed one by its name, or one of its own. */
export type AttachedPolicy = { readonly managed: string } | { readonly document: string };

export interface RamUser {
  /** 18 digits, never given twice; what bucket policies name. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly policies: readonly AttachedPolicy[];
  /** Names of groups; all of them are there. */
  readonly groups: readonly string[];
  readonly accessKeyIds: readonly string[];
}

export interface RamGroup {
  readonly name: string;
  readonly createdAt: number;
  readonly policies: readonly AttachedPolicy[];
}

export interface RamPolicy {
  readonly name: string;
  readonly createdAt: number;
  readonly document: string;
}

/**
 * Who may assume a role. Users that are named need no policy for it (a Deny of `sts:AssumeRole` still holds); a trust document is the vendor's:
 * whom it names needs `sts:AssumeRole` on the role as well.
 */
export type RoleTrust = { readonly users: readonly string[] } | { readonly document: string };

export interface RamRole {
  /** 18 digits; a role that is made again under the same name has another, so that tokens of the former one are void. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly trust: RoleTrust;
  readonly policies: readonly AttachedPolicy[];
  /** The longest life of a token, in seconds: 3600 to 43200. */
  readonly maxSessionSeconds: number;
}

export type AccessKeyStatus = 'Active' | 'Inactive';

/** A pair that a user signs with. */
export interface RamAccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The name of the user. */
  readonly user: string;
  readonly status: AccessKeyStatus;
  readonly createdAt: number;
}

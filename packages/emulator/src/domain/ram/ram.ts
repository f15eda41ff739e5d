import type { AccessKeyStatus, AttachedPolicy, RamAccessKey, RamGroup, RamPolicy, RamRole, RamUser, RoleTrust } from './ram-rows.ts';

/** All that is said of a user; absent lists are empty, an absent `id` is made. A user who is there keeps id and access keys. */
export interface UserInput {
  readonly id?: string | undefined;
  readonly policies?: readonly AttachedPolicy[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

export interface GroupInput {
  readonly policies?: readonly AttachedPolicy[] | undefined;
}

export interface PolicyInput {
  readonly document: string;
}

export interface RoleInput {
  readonly trust: RoleTrust;
  readonly policies?: readonly AttachedPolicy[] | undefined;
  /** Absent: 3600. */
  readonly maxSessionSeconds?: number | undefined;
}

/**
 * One kind of entity by its name. `put` makes it or replaces all that an input says, and resolves to what is kept; the same input twice changes
 * nothing. Errors are `RpcError`s: 400 `InvalidParameter` (a name or another value), 400 `MalformedPolicyDocument` (with the place), 404
 * `EntityNotExist.…` (of the entity, or of what it refers to), 409 `DeleteConflict.…` and `EntityAlreadyExists.User` (another user has the id);
 * and the `OssError` 503 `ServiceUnavailable` where other processes do not cease to change the same.
 */
export interface Entities<Row, Input> {
  find(name: string): Promise<Row | undefined>;
  /** All of them, by name. */
  list(): Promise<readonly Row[]>;
  put(name: string, input: Input): Promise<Row>;
  /** 404 when it is not there. */
  remove(name: string): Promise<void>;
}

/** The access keys of users; the root pair is none of them. */
export interface UserAccessKeys {
  find(accessKeyId: string): Promise<RamAccessKey | undefined>;
  /** Oldest first; 404 `EntityNotExist.User`. */
  listOf(user: string): Promise<readonly RamAccessKey[]>;
  /**
   * A new pair, made where it is not given. Given once more for the same user, it takes the secret and the status (absent: Active); 409
   * `EntityAlreadyExists.User.AccessKey` where somebody else has the id, 409 `LimitExceeded.User.AccessKey` for too many.
   */
  create(
    user: string,
    given?: { readonly accessKeyId: string; readonly accessKeySecret: string; readonly status?: AccessKeyStatus | undefined },
  ): Promise<RamAccessKey>;
  setStatus(accessKeyId: string, status: AccessKeyStatus): Promise<RamAccessKey>;
  remove(accessKeyId: string): Promise<void>;
}

/** Users, groups, managed policies, roles and access keys of the account, as its administrator changes them. */
export interface Ram {
  readonly accountId: string;
  readonly users: Entities<RamUser, UserInput>;
  readonly groups: Entities<RamGroup, GroupInput>;
  readonly policies: Entities<RamPolicy, PolicyInput>;
  readonly roles: Entities<RamRole, RoleInput>;
  readonly accessKeys: UserAccessKeys;
}

import type { BucketAcl, BucketName, EncryptionRule, Tagging } from '@sse/core';
import type { AccessKeyStatus, AttachedPolicy, RoleTrust } from '../domain/ram/ram-rows.ts';
import type { ConfigError, ConfigFault } from './config-error.ts';

/** A configuration that was checked, in the domain's words. What is `undefined` was not declared, and stays as it is. */
export interface DeclaredConfig {
  readonly account?: { readonly id: string } | undefined;
  readonly policies: readonly DeclaredPolicy[];
  readonly groups: readonly DeclaredGroup[];
  readonly users: readonly DeclaredUser[];
  readonly roles: readonly DeclaredRole[];
  readonly keys: readonly DeclaredKey[];
  readonly buckets: readonly DeclaredBucket[];
}

/** A checked configuration, and how to say where something in it contradicts what is stored. */
export interface LocatedConfig {
  readonly declared: DeclaredConfig;
  readonly refusal: (faults: readonly ConfigFault[]) => ConfigError;
}

interface DeclaredPolicy {
  readonly name: string;
  readonly document: string;
}

interface DeclaredGroup {
  readonly name: string;
  readonly policies?: readonly AttachedPolicy[] | undefined;
}

export interface DeclaredUser {
  readonly name: string;
  readonly id?: string | undefined;
  readonly accessKeys: readonly DeclaredAccessKey[];
  readonly policies?: readonly AttachedPolicy[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

export interface DeclaredAccessKey {
  readonly id: string;
  readonly secret: string;
  readonly status?: AccessKeyStatus | undefined;
}

interface DeclaredRole {
  readonly name: string;
  readonly trust: RoleTrust;
  readonly policies?: readonly AttachedPolicy[] | undefined;
  readonly maxSessionSeconds?: number | undefined;
}

export interface DeclaredKey {
  readonly alias: string;
}

export interface DeclaredBucket {
  readonly name: BucketName;
  readonly acl?: BucketAcl | undefined;
  readonly versioning?: 'Enabled' | 'Suspended' | undefined;
  readonly encryption?: EncryptionRule | undefined;
  /** JSON text. */
  readonly policy?: string | undefined;
  readonly tags?: Tagging | undefined;
  readonly blockPublicAccess?: boolean | undefined;
  readonly storageClass?: string | undefined;
}

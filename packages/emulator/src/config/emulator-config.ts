import type { AccessKeyStatus } from '../domain/ram/ram-rows.ts';

/**
 * What a server is to have when it starts: the content of a configuration file (`--config`), or `startEmulator({ config })`.
 * What is declared is made, or changed to what is declared; what is not declared, also a field that is left out, stays as it is.
 * Whatever is named (groups, managed policies, trusted users) is declared in the same file, in any order; system policies are always there.
 */
export interface EmulatorConfig {
  /** 16 digits. */
  readonly account?: { readonly id: string };
  readonly users?: readonly UserConfig[];
  readonly groups?: readonly GroupConfig[];
  /** Managed policies. */
  readonly policies?: readonly PolicyConfig[];
  readonly roles?: readonly RoleConfig[];
  readonly keys?: readonly KeyConfig[];
  readonly buckets?: readonly BucketConfig[];
}

/** A policy as an object (protocol reference §5.1): `{ Version: '1', Statement: [ … ] }`. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** A policy of one's own, or the name of a managed policy of the file or of a system policy. */
export type PolicyChoice = PolicyDocument | string;

export interface UserConfig {
  readonly name: string;
  /** 18 digits that begin with 2; absent: made. A user who is there keeps it. */
  readonly id?: string;
  /** Keys that are not listed stay as well. */
  readonly accessKeys?: readonly AccessKeyConfig[];
  readonly policies?: readonly PolicyChoice[];
  /** Names of groups. */
  readonly groups?: readonly string[];
}

export interface AccessKeyConfig {
  readonly id: string;
  readonly secret: string;
  /** Absent: Active for a new key; that of a key that is there stays. */
  readonly status?: AccessKeyStatus;
}

export interface GroupConfig {
  readonly name: string;
  readonly policies?: readonly PolicyChoice[];
}

export interface PolicyConfig {
  readonly name: string;
  readonly document: PolicyDocument;
}

export interface RoleConfig {
  readonly name: string;
  /** Names of users, or a trust policy. */
  readonly trust: readonly string[] | PolicyDocument;
  readonly policies?: readonly PolicyChoice[];
  /** 3600 to 43200; absent: 3600 for a new role. */
  readonly maxSessionSeconds?: number;
}

/** A key for SSE-KMS; made where there is none with its alias. */
export interface KeyConfig {
  /** `alias/…`. */
  readonly alias: string;
  readonly spec?: 'Aliyun_AES_256';
}

export interface BucketConfig {
  readonly name: string;
  readonly acl?: 'private' | 'public-read' | 'public-read-write';
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly encryption?: EncryptionConfig;
  readonly policy?: PolicyDocument;
  /** Values by key. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly blockPublicAccess?: boolean;
  /** Absent: Standard for a new bucket. That of a bucket that is there cannot change. */
  readonly storageClass?: 'Standard' | 'IA' | 'Archive' | 'ColdArchive' | 'DeepColdArchive';
}

/** The fields of a bucket's rule (protocol reference §1.3). As in a request, nobody looks whether the key of an id is there. */
export interface EncryptionConfig {
  readonly SSEAlgorithm: 'AES256' | 'SM4' | 'KMS';
  /** A key id, or an alias that `keys` declare or that is there, kept as it is given; absent: the default key. Only with KMS. */
  readonly KMSMasterKeyID?: string;
  /** Absent: AES-256. */
  readonly KMSDataEncryption?: 'SM4';
}

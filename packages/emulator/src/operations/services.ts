import type { ExtentReader } from '../body/read-extents.ts';
import type { InlineReader } from '../body/read-inline.ts';
import type { AccessFactsOf } from '../domain/access-facts.ts';
import type { AmendObject } from '../domain/amend-object.ts';
import type { appendObject } from '../domain/append-object.ts';
import type { ApplyLifecycle } from '../domain/apply-lifecycle.ts';
import type { bucketContents } from '../domain/bucket-stat.ts';
import type { Buckets } from '../domain/buckets.ts';
import type { Documents } from '../domain/documents.ts';
import type { listObjects } from '../domain/list-objects.ts';
import type { listVersions } from '../domain/list-versions.ts';
import type { ObjectOpener } from '../domain/open-object.ts';
import type { Objects } from '../domain/objects.ts';
import type { completeUpload } from '../domain/complete-upload.ts';
import type { PublicAccess } from '../domain/public-access.ts';
import type { PartsJob } from '../domain/parts-job.ts';
import type { listParts, listUploads } from '../domain/list-uploads.ts';
import type { putObject } from '../domain/put-object.ts';
import type { putSymlink } from '../domain/put-symlink.ts';
import type { uploadPart } from '../domain/upload-part.ts';
import type { Uploads } from '../domain/uploads.ts';
import type { Identities } from '../domain/ram/identities.ts';
import type { KmsKeys } from '../domain/kms/kms-keys.ts';
import type { Ram } from '../domain/ram/ram.ts';
import type { SessionTokens } from '../domain/ram/session-tokens.ts';
import type { KeyService } from '../ports/key-service.ts';
import type { Call } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { ObjectHeaders } from './read-object.ts';

/** What operations stand on. */
export interface Services {
  readonly region: string;
  /** The one account that owns everything. */
  readonly accountId: string;
  /** Whether writes that would store bytes unencrypted are refused. */
  readonly requireEncryption: boolean;
  readonly now: () => number;
  readonly ram: Ram;
  readonly identities: Identities;
  readonly tokens: SessionTokens;
  readonly buckets: Buckets;
  readonly documents: Documents;
  readonly publicAccess: PublicAccess;
  readonly accessFacts: AccessFactsOf;
  /** Which keys there are, for permissions and conditions; data keys come from `putObject` and the like. */
  readonly kms: Pick<KeyService, 'describeKey'>;
  /** The same keys, as the KMS interface administers and uses them. */
  readonly kmsKeys: KmsKeys;
  readonly objects: Objects;
  readonly openObject: ObjectOpener;
  readonly objectHeaders: ObjectHeaders;
  readonly readInline: InlineReader;
  readonly readExtents: ExtentReader;
  readonly putObject: ReturnType<typeof putObject>;
  readonly listObjects: ReturnType<typeof listObjects>;
  readonly listVersions: ReturnType<typeof listVersions>;
  readonly amendObject: AmendObject;
  readonly putSymlink: ReturnType<typeof putSymlink>;
  readonly appendObject: ReturnType<typeof appendObject>;
  readonly uploads: Uploads;
  readonly uploadPart: ReturnType<typeof uploadPart>;
  readonly completeUpload: ReturnType<typeof completeUpload>;
  readonly bucketContents: ReturnType<typeof bucketContents>;
  readonly listUploads: ReturnType<typeof listUploads>;
  readonly listParts: ReturnType<typeof listParts>;
  readonly applyLifecycle: ApplyLifecycle;
  /** Removes the parts of an upload that has ended; the sweeper does it where this is cut off. */
  readonly runPartsJob: PartsJob;
}

/** Answers a call; throws `OssError`, `KeyServiceError` or `Fault`, and then has changed nothing. */
export type Handler = (call: Call, services: Services) => Promise<Reply>;

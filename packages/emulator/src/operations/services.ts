import type { ExtentReader } from '../body/read-extents.ts';
import type { InlineReader } from '../body/read-inline.ts';
import type { Buckets } from '../domain/buckets.ts';
import type { Documents } from '../domain/documents.ts';
import type { listObjects } from '../domain/list-objects.ts';
import type { ObjectOpener } from '../domain/open-object.ts';
import type { Objects } from '../domain/objects.ts';
import type { putObject } from '../domain/put-object.ts';
import type { Call } from '../pipeline/call.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { ObjectHeaders } from './read-object.ts';

/** What operations stand on. */
export interface Services {
  readonly region: string;
  /** The one account that owns everything. */
  readonly accountId: string;
  readonly now: () => number;
  readonly buckets: Buckets;
  readonly documents: Documents;
  readonly objects: Objects;
  readonly openObject: ObjectOpener;
  readonly objectHeaders: ObjectHeaders;
  readonly readInline: InlineReader;
  readonly readExtents: ExtentReader;
  readonly putObject: ReturnType<typeof putObject>;
  readonly listObjects: ReturnType<typeof listObjects>;
}

/** Answers a call; throws `OssError`, `KeyServiceError` or `Fault`, and then has changed nothing. */
export type Handler = (call: Call, services: Services) => Promise<Reply>;

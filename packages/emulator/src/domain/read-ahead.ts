import { OssError, parseBucketName, parseObjectKey } from '@sse/core';
import type { Session } from './bucket-key.ts';
import type { Bucket } from './buckets.ts';
import { keyspace, systemScope } from './keyspace.ts';
import type { ObjectHead } from './object-rows.ts';
import type { Identities } from './ram/identities.ts';
import type { RowAddress, SealedRows } from './sealed-rows.ts';

/** What a request says about the rows that it will rest on, before any of it was checked. Names that cannot be are left out. */
interface Expected {
  readonly accessKeyId: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly access: 'read' | 'write';
}

/**
 * Reads the rows of a request in one go: those that it names, and those that the rows in memory lead to. The rows of this moment are what counts;
 * where a row in memory was outdated the guess was wrong, and what was read ahead for nothing is not asked for.
 */
export type ReadAhead = (session: Session, expected: Expected) => Promise<void>;

export function readAhead(rows: SealedRows, identities: Pick<Identities, 'expectedRows'>): ReadAhead {
  return (session, { accessKeyId, bucket, key, access }) => {
    const addresses = identities.expectedRows(accessKeyId);
    if (bucket !== undefined && !(parseBucketName(bucket) instanceof OssError)) {
      const bucketRow = { scope: systemScope, key: keyspace.bucket(bucket) };
      const known = rows.kept<Pick<Bucket, 'id'>>(bucketRow.key);
      addresses.push(bucketRow);
      if (known !== undefined) addresses.push({ scope: systemScope, key: keyspace.document(known.id, 'acl') });
      if (known !== undefined && isObjectKey(key)) addresses.push(...rowsOf[access](rows, known.id, key));
    }
    return rows.ahead(session, addresses);
  };
}

function isObjectKey(key: string | undefined): key is string {
  return key !== undefined && !(parseObjectKey(key) instanceof OssError);
}

const rowsOf = {
  read: (rows: SealedRows, bucketId: Bucket['id'], key: string): RowAddress[] => {
    const head = { scope: bucketId, key: keyspace.object(bucketId, key) };
    const known = rows.kept<ObjectHead>(head.key);
    return known === undefined ? [head] : [head, { scope: bucketId, key: keyspace.body(bucketId, key, known.versionId) }];
  },
  write: (rows: SealedRows, bucketId: Bucket['id']): RowAddress[] => [
    { scope: systemScope, key: keyspace.document(bucketId, 'encryption') },
    { scope: systemScope, key: keyspace.liveBucketKey(bucketId, 'local', '') },
  ],
} as const satisfies Record<Expected['access'], (rows: SealedRows, bucketId: Bucket['id'], key: string) => RowAddress[]>;

import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, integer, oneOf, text, token } from '../leaves.ts';
import { list, object, optional, textOrEmpty } from '../structures.ts';

const destination = object({
  Format: oneOf(['CSV', 'Parquet', 'ORC']),
  AccountId: token(),
  RoleArn: token(),
  Bucket: token(),
  Prefix: optional(text()),
  Encryption: optional(
    object({
      /** An empty element that counts by being there. */
      'SSE-OSS': list(text()),
      'SSE-KMS': optional(object({ KeyId: token() })),
    }),
  ),
});

/** Its prefix is written also when it is empty: clients read it wherever they put a filter. */
const filter = object({
  LastModifyBeginTimeStamp: optional(integer()),
  LastModifyEndTimeStamp: optional(integer()),
  LowerSizeBound: optional(integer()),
  UpperSizeBound: optional(integer()),
  StorageClass: optional(token()),
  Prefix: textOrEmpty(),
});

const fields = object({ Field: list(token()) });

const inventory = object({
  Id: token(),
  IsEnabled: boolean(),
  Destination: object({ OSSBucketDestination: destination }),
  Schedule: object({ Frequency: oneOf(['Daily', 'Weekly', 'Monthly']), DayOfMonth: optional(integer()) }),
  Filter: optional(filter),
  IncludedObjectVersions: oneOf(['All', 'Current']),
  OptionalFields: optional(fields),
  IncrementalInventory: optional(
    object({ IsEnabled: boolean(), Schedule: optional(object({ Frequency: integer() })), OptionalFields: optional(fields) }),
  ),
});

/** One list of objects that a bucket is to write by schedule. */
export const inventoryConfiguration = xmlDocument('InventoryConfiguration', inventory);
export type InventoryConfiguration = ValueOfDocument<typeof inventoryConfiguration>;

/** A page of a bucket's inventories, up to 100, by id. */
export const listInventoryConfigurationsResult = xmlDocument(
  'ListInventoryConfigurationsResult',
  object({ InventoryConfiguration: list(inventory), IsTruncated: boolean(), NextContinuationToken: optional(text()) }),
);
export type ListInventoryConfigurationsResult = ValueOfDocument<typeof listInventoryConfigurationsResult>;

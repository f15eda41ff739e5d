import type { OssError } from '../errors/oss-error.ts';
import type { InventoryConfiguration } from '../xml/documents/inventory-configuration.ts';
import { invalidArgument } from './invalid-argument.ts';

/** `id` when it can name an inventory: 1 to 64 of `a-z`, `A-Z`, `0-9`, `-`, `_`; else 400 `InvalidArgument`. */
export function parseInventoryId(id: string): string | OssError {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : invalidArgument('inventoryId', id, 'The inventoryId you specified is not valid.');
}

/**
 * An inventory that is put under its own id, goes to a bucket by its resource name (`acs:oss:::name`), and is encrypted in one way at most,
 * else 400 `InvalidArgument` (integration tests of the Go SDK v1).
 */
export function checkInventory(inventory: InventoryConfiguration, id: string): InventoryConfiguration | OssError {
  const { Bucket: destination, Encryption: encryption } = inventory.Destination.OSSBucketDestination;
  if (inventory.Id !== id) return invalidArgument('Id', inventory.Id, 'The Id of the inventory is not the inventoryId of the request.');
  if (!destination.startsWith('acs:oss:::'))
    return invalidArgument('Bucket', destination, 'The destination bucket must look like acs:oss:::name.');
  if (encryption?.['SSE-KMS'] !== undefined && encryption['SSE-OSS'].length > 0)
    return invalidArgument('Encryption', 'SSE-OSS', 'An inventory can not be encrypted in two ways.');
  return inventory;
}

import {
  checkInventory,
  decodeXml,
  encodeXml,
  inventoryConfiguration,
  listInventoryConfigurationsResult,
  OssError,
  parseInventoryId,
  type InventoryConfiguration,
} from '@sse/core';
import type { Bucket } from '../domain/buckets.ts';
import type { ChangeDocument } from '../domain/documents.ts';
import { parameter, type BucketCall } from '../pipeline/call.ts';
import { xmlReply, type Reply } from '../pipeline/reply.ts';
import { readDocument } from './read-document.ts';
import type { Services } from './services.ts';

/** Inventories that one page of a listing has. */
const pageSize = 100;

/** `PUT /?inventory&inventoryId=…`: adds or replaces an inventory. */
export async function putBucketInventory(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const id = inventoryId(call);
  const decoded = decodeXml(inventoryConfiguration, await readDocument(call));
  const wanted = decoded instanceof OssError ? decoded : checkInventory(decoded, id);
  if (wanted instanceof OssError) throw wanted;
  await change(call, services, bucket, (inventories) => inOrder([...inventories.filter(({ Id }) => Id !== id), wanted]));
  return { status: 200 };
}

/** `GET /?inventory&inventoryId=…`: one inventory, or 404 `NoSuchInventory`. */
export async function getBucketInventory(call: BucketCall, services: Services): Promise<Reply> {
  const id = inventoryId(call);
  const found = (await all(call, services)).find(({ Id }) => Id === id);
  if (found === undefined) throw new OssError('NoSuchInventory', { details: { InventoryId: id } });
  return xmlReply(encodeXml(inventoryConfiguration, found));
}

/** `DELETE /?inventory&inventoryId=…`: 204, also when there was none. */
export async function deleteBucketInventory(call: BucketCall, services: Services): Promise<Reply> {
  const bucket = await services.buckets.require(call.session, call.bucket);
  const id = inventoryId(call);
  await change(call, services, bucket, (inventories) => inventories.filter(({ Id }) => Id !== id));
  return { status: 204 };
}

/**
 * `GET /?inventory`: up to 100 inventories in the order of their ids, after `continuation-token`, which is the last id of the page before.
 * 404 `NoSuchInventory` for a bucket that has none (integration tests of the Go SDK v1).
 */
export async function listBucketInventory(call: BucketCall, services: Services): Promise<Reply> {
  const after = parameter(call, 'continuation-token') ?? '';
  const inventories = await all(call, services);
  if (inventories.length === 0) throw new OssError('NoSuchInventory', { details: { BucketName: call.bucket } });
  const rest = inventories.filter(({ Id }) => Id > after);
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  const document = encodeXml(listInventoryConfigurationsResult, {
    InventoryConfiguration: page,
    IsTruncated: rest.length > page.length,
    ...(rest.length > page.length && last !== undefined ? { NextContinuationToken: last.Id } : {}),
  });
  return xmlReply(document);
}

function inventoryId(call: BucketCall): string {
  const id = parseInventoryId(parameter(call, 'inventoryId') ?? '');
  if (id instanceof OssError) throw id;
  return id;
}

async function all(call: BucketCall, { buckets, documents }: Services): Promise<readonly InventoryConfiguration[]> {
  const bucket = await buckets.require(call.session, call.bucket);
  return (await documents.find(call.session, bucket.id, 'inventory'))?.inventories ?? [];
}

type ChangeInventories = (inventories: readonly InventoryConfiguration[]) => readonly InventoryConfiguration[];

async function change({ session }: BucketCall, { documents }: Services, bucket: Bucket, make: ChangeInventories): Promise<void> {
  const changed: ChangeDocument<'inventory'> = (value) => ({ inventories: make(value?.inventories ?? []) });
  await documents.update(session, bucket, 'inventory', changed);
}

function inOrder(inventories: readonly InventoryConfiguration[]): readonly InventoryConfiguration[] {
  return inventories.toSorted((left, right) => (left.Id < right.Id ? -1 : 1));
}

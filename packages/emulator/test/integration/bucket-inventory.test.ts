import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, expectRefusedUntouched } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'inventories' });
});
afterAll(() => emulator.close());

const inventory = (id: string, prefix = 'p'): string =>
  `<InventoryConfiguration><Id>${id}</Id><IsEnabled>true</IsEnabled><Destination><OSSBucketDestination><Format>CSV</Format><AccountId>1</AccountId>` +
  `<RoleArn>acs:ram::1:role/r</RoleArn><Bucket>acs:oss:::b</Bucket><Prefix>${prefix}</Prefix><Encryption><SSE-OSS></SSE-OSS></Encryption></OSSBucketDestination></Destination>` +
  '<Schedule><Frequency>Daily</Frequency></Schedule><Filter><Prefix></Prefix></Filter><IncludedObjectVersions>All</IncludedObjectVersions></InventoryConfiguration>';

function send(
  method: string,
  id?: string,
  more: { readonly body?: string; readonly after?: string; readonly bucket?: string } = {},
): Promise<Answer> {
  const { body, after, bucket = 'inventories' } = more;
  const query = [
    ['inventory', ''],
    ...(id === undefined ? [] : [['inventoryId', id] as const]),
    ...(after === undefined ? [] : [['continuation-token', after] as const]),
  ] as const;
  return ask(emulator, { method, bucket, query, ...(body === undefined ? {} : { body }) });
}

describe('inventories', () => {
  it('are put, replaced, shown and deleted by id', async () => {
    for (const id of ['a', undefined]) expectRefusal(await send('GET', id), [404, 'NoSuchInventory']);
    for (const body of [inventory('a'), inventory('a', 'other')]) {
      expect((await send('PUT', 'a', { body })).status).toBe(200);
      expect((await send('GET', 'a')).body.toString()).toContain(body);
    }
    expect((await send('DELETE', 'a')).status).toBe(204);
    expect((await send('DELETE', 'a')).status).toBe(204);
    expectRefusal(await send('GET', 'a'), [404, 'NoSuchInventory']);
  });

  it('are listed by id, 100 at a time', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `i${String(index).padStart(3, '0')}`);
    for (const id of ids.toReversed()) await send('PUT', id, { body: inventory(id) });
    const idsIn = (answer: Answer): string[] => [...answer.body.toString().matchAll(/<Id>(.*?)<\/Id>/g)].map(([, id = '']) => id);
    const first = await send('GET');
    expect(idsIn(first)).toEqual(ids.slice(0, 100));
    expect(first.body.toString()).toContain('<IsTruncated>true</IsTruncated><NextContinuationToken>i099</NextContinuationToken>');
    const rest = await send('GET', undefined, { after: 'i099' });
    expect(idsIn(rest)).toEqual(['i100']);
    expect(rest.body.toString()).toContain('<IsTruncated>false</IsTruncated></ListInventoryConfigurationsResult>');
  });

  it.each([
    ['an id that is none', 'a/b', inventory('a/b'), 'InvalidArgument'],
    ['another id than it has', 'b', inventory('c'), 'InvalidArgument'],
    ['a destination that is no resource name', 'b', inventory('b').replace('acs:oss:::b', 'b'), 'InvalidArgument'],
    ['two encryptions', 'b', inventory('b').replace('</SSE-OSS>', '</SSE-OSS><SSE-KMS><KeyId>k</KeyId></SSE-KMS>'), 'InvalidArgument'],
    ['another document', 'b', '<Tagging/>', 'MalformedXML'],
    ['an unknown schedule', 'b', inventory('b').replace('Daily', 'Hourly'), 'MalformedXML'],
  ])('are refused under %s', async (_name, id, body, code) => {
    await expectRefusedUntouched(emulator, () => send('PUT', id, { body }), [400, code]);
  });

  it('are of a bucket', async () => {
    const bucket = 'not-there';
    for (const request of [
      () => send('GET', 'a', { bucket }),
      () => send('PUT', 'a', { bucket, body: inventory('a') }),
      () => send('GET', undefined, { bucket }),
    ])
      await expectRefusedUntouched(emulator, request, [404, 'NoSuchBucket', '0015-00000101']);
  });
});

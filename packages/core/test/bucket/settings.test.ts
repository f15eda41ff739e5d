import { describe, expect, it } from 'vitest';
import { checkInventory, parseInventoryId } from '../../src/bucket/inventory.ts';
import { acceptResourceGroup, checkHttps, checkResponseHeaders } from '../../src/bucket/settings.ts';
import type { InventoryConfiguration } from '../../src/xml/index.ts';

describe('acceptResourceGroup', () => {
  it('knows groups by their ids; none is the default one', () => {
    expect(acceptResourceGroup({ ResourceGroupId: 'rg-aekz4abcdefghij' })).toEqual({ ResourceGroupId: 'rg-aekz4abcdefghij' });
    expect(acceptResourceGroup({ ResourceGroupId: 'rg-default' })).toEqual({ ResourceGroupId: 'rg-default' });
    expect(acceptResourceGroup({})).toEqual({ ResourceGroupId: 'rg-default' });
  });

  it.each(['rg-not-exist', 'rg-', 'group', 'RG-AEKZ4ABCDEF'])('refuses %s', (ResourceGroupId) => {
    expect(acceptResourceGroup({ ResourceGroupId })).toMatchObject({ code: 'ResourceGroupIdPreCheckError', ec: '0039-00000003' });
  });
});

describe('checkHttps', () => {
  it('wants versions where TLS is enabled', () => {
    const enabled = { TLS: { Enable: true, TLSVersion: ['TLSv1.2'] } } as const;
    expect(checkHttps(enabled)).toBe(enabled);
    expect(checkHttps({ TLS: { Enable: false, TLSVersion: [] } })).toEqual({ TLS: { Enable: false, TLSVersion: [] } });
    expect(checkHttps({ TLS: { Enable: true, TLSVersion: [] } })).toMatchObject({ code: 'MalformedXML' });
  });
});

describe('checkResponseHeaders', () => {
  it('wants rules with names of their own', () => {
    const two = { Rule: [{ Name: 'a' }, { Name: 'b' }] };
    expect(checkResponseHeaders(two)).toBe(two);
    expect(checkResponseHeaders({ Rule: [] })).toMatchObject({ code: 'MalformedXML' });
    expect(checkResponseHeaders({ Rule: [{ Name: 'a' }, { Name: 'a' }] })).toMatchObject({ code: 'MalformedXML' });
  });
});

describe('inventories', () => {
  it('have ids of letters, digits, - and _', () => {
    expect(parseInventoryId('Report_1-a')).toBe('Report_1-a');
    for (const id of ['', 'a/b', 'a b', 'é', 'a'.repeat(65)]) expect(parseInventoryId(id)).toMatchObject({ code: 'InvalidArgument' });
  });

  it('are put under their own id, and go to a bucket', () => {
    const going = (Bucket: string) => ({ Id: 'a', Destination: { OSSBucketDestination: { Bucket } } }) as InventoryConfiguration;
    const inventory = going('acs:oss:::b');
    expect(checkInventory(inventory, 'a')).toBe(inventory);
    expect(checkInventory(inventory, 'b')).toMatchObject({ code: 'InvalidArgument', details: { ArgumentValue: 'a' } });
    expect(checkInventory(going('b'), 'a')).toMatchObject({ code: 'InvalidArgument', details: { ArgumentValue: 'b' } });
  });
});

import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';

/** Buckets: create, list, location, info, delete (protocol reference §2.10, §4.5). */
export async function buckets(checks: Checks, clients: Clients): Promise<void> {
  const location = `oss-${clients.server.region}`;
  const name = clients.newName('buckets');
  const client = clients.for(name);
  checks.equal('create names the bucket', (await client.putBucket(name)).bucket, name);
  checks.equal('create again', (await client.putBucket(name)).res.status, 200);
  checks.equal('location', (await client.getBucketLocation(name)).location, location);
  const { bucket: info } = await client.getBucketInfo(name);
  checks.equal('info', [info['Name'], info['Location'], info['StorageClass']], [name, location, 'Standard']);
  checks.equal('info without a rule', structuredClone(info['ServerSideEncryptionRule']), { SSEAlgorithm: 'None' });
  await client.putBucketEncryption(name, { SSEAlgorithm: 'AES256' });
  const withRule = (await client.getBucketInfo(name)).bucket['ServerSideEncryptionRule'];
  checks.equal('info with a rule', structuredClone(withRule), { SSEAlgorithm: 'AES256' });
  await client.put('kept', Buffer.from('body'));
  const notEmpty = { status: 409, code: 'BucketNotEmpty', ecCode: '0015-00000301' };
  await checks.refused('delete of a bucket with an object', () => client.deleteBucket(name), notEmpty);
  await client.delete('kept');
  checks.equal('delete', (await client.deleteBucket(name)).res.status, 204);
  const gone = { status: 404, code: 'NoSuchBucket', ecCode: '0015-00000101' };
  await checks.refused('info of a deleted bucket', () => client.getBucketInfo(name), gone);
  await checks.refused('delete of a deleted bucket', () => client.deleteBucket(name), gone);
  await checks.refused('put into a deleted bucket', () => client.put('object', Buffer.from('body')), gone);
  await listed(checks, clients, location);
}

async function listed(checks: Checks, clients: Clients, location: string): Promise<void> {
  const prefix = clients.newName('listed');
  const names = [1, 2, 3].map((number) => `${prefix}-${number}`);
  for (const name of names) await clients.for(name).putBucket(name, { storageClass: 'IA' });
  // With an IP endpoint and no bucket, ali-oss sends a Host whose first label is empty.
  const client = clients.for(prefix);
  const found = await client.listBuckets({ prefix });
  const expected = names.map((name) => ({ name, region: location, storageClass: 'IA' }));
  checks.equal(
    'list by prefix',
    (found.buckets ?? []).map(({ name, region, storageClass }) => ({ name, region, storageClass })),
    expected,
  );
  checks.holds('list: owner', found.owner.id !== '' && found.owner.displayName !== '', found.owner);
  checks.equal('list in pages of 2', await allPages(client, prefix), names);
  for (const name of names) await clients.for(name).deleteBucket(name);
  checks.equal('list of nothing', (await client.listBuckets({ prefix })).buckets ?? [], []);
}

async function allPages(client: OSS, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (let marker: string | null = ''; marker !== null;) {
    const page: Awaited<ReturnType<OSS['listBuckets']>> = await client.listBuckets({
      prefix,
      'max-keys': 2,
      ...(marker === '' ? {} : { marker }),
    });
    found.push(...(page.buckets ?? []).map(({ name }) => name));
    marker = page.nextMarker;
  }
  return found;
}

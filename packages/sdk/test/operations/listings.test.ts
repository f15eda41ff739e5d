import { describe, expect, it } from 'vitest';
import { fakeServer, reply, type Answer } from '../fake-server.ts';
import { rejection, testClient } from '../test-client.ts';

/** A page of objects, names percent-encoded, with a token when there are more. */
function page(keys: readonly string[], token?: string, prefixes: readonly string[] = []): Answer {
  const contents = keys.map(
    (key) =>
      `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>2026-11-21T21:06:10.000Z</LastModified><ETag>"E"</ETag>` +
      '<Type>Normal</Type><Size>3</Size><StorageClass>Standard</StorageClass></Contents>',
  );
  const next = token === undefined ? '' : `<NextContinuationToken>${token}</NextContinuationToken>`;
  const common = prefixes.map((prefix) => `<CommonPrefixes><Prefix>${encodeURIComponent(prefix)}</Prefix></CommonPrefixes>`);
  const document =
    `<ListBucketResult><Name>photos</Name><Prefix/><MaxKeys>100</MaxKeys><Delimiter/><EncodingType>url</EncodingType>` +
    `<IsTruncated>${token !== undefined}</IsTruncated>${next}${contents.join('')}${common.join('')}<KeyCount>${keys.length}</KeyCount></ListBucketResult>`;
  return reply(200, {}, document);
}

function buckets(names: readonly string[], more: string): Answer {
  const items = names.map(
    (name) =>
      `<Bucket><Name>${name}</Name><Location>oss-cn-hangzhou</Location><CreationDate>2026-11-21T21:06:10.000Z</CreationDate>` +
      '<ExtranetEndpoint>e</ExtranetEndpoint><IntranetEndpoint>i</IntranetEndpoint><StorageClass>Standard</StorageClass></Bucket>',
  );
  const owner = '<Owner><ID>1</ID><DisplayName>one</DisplayName></Owner>';
  return reply(200, {}, `<ListAllMyBucketsResult>${more}${owner}<Buckets>${items.join('')}</Buckets></ListAllMyBucketsResult>`);
}

describe('listing objects', () => {
  it('asks for what is wanted and decodes the names', async () => {
    const server = await fakeServer(page(['a b', 'ü/\u0001'], undefined, ['x/']));
    const listed = await testClient(server.endpoint).listObjects('photos', {
      prefix: 'p+q',
      delimiter: '/',
      startAfter: 'a',
      maxKeys: 7,
      fetchOwner: true,
    });
    expect(listed).toMatchObject({
      objects: [{ key: 'a b', size: 3, etag: '"E"', lastModified: new Date('2026-11-21T21:06:10.000Z') }, { key: 'ü/\u0001' }],
      commonPrefixes: ['x/'],
      nextContinuationToken: undefined,
    });
    expect(server.requests[0]?.url).toBe(
      '/photos/?list-type=2&prefix=p%2Bq&delimiter=%2F&start-after=a&max-keys=7&fetch-owner=true&encoding-type=url',
    );
  });

  it('walks through all pages, each asked for when it is wanted', async () => {
    const server = await fakeServer(page(['a', 'b'], 't1'), page([], 't2'), page(['c']));
    const objects = testClient(server.endpoint).objects('photos');
    expect((await objects.next()).value).toMatchObject({ key: 'a' });
    expect(server.requests).toHaveLength(1);
    const rest: string[] = [];
    for await (const { key } of objects) rest.push(key);
    expect(rest).toEqual(['b', 'c']);
    expect(server.requests.map(({ url }) => new URL(url, 'http://h').searchParams.get('continuation-token'))).toEqual([null, 't1', 't2']);
  });

  it('calls it misuse to ask for what is no text', async () => {
    const client = testClient('http://127.0.0.1:1');
    expect(await rejection(client.listObjects('photos', { prefix: '\ud800' }))).toMatchObject({ code: 'misuse' });
    expect(await rejection(client.listBuckets({ marker: '\udfff' }))).toMatchObject({ code: 'misuse' });
  });

  it('starts where it is told to', async () => {
    const server = await fakeServer(page(['c']));
    for await (const { objects } of testClient(server.endpoint).objectPages('photos', { continuationToken: 't9' })) {
      expect(objects).toHaveLength(1);
    }
    expect(server.requests[0]?.url).toContain('continuation-token=t9');
  });

  it('fails instead of ending early, or never, when a truncated page leads nowhere', async () => {
    const nowhere = await fakeServer(page(['a'], ''));
    expect(await rejection(testClient(nowhere.endpoint).listObjects('photos'))).toMatchObject({ kind: 'malformed-reply' });
    const circle = await fakeServer(page(['a'], 't1'));
    const objects = testClient(circle.endpoint).objects('photos');
    await objects.next();
    expect(await rejection(objects.next())).toMatchObject({ kind: 'malformed-reply' });
  });
});

describe('listing buckets', () => {
  it('walks through all pages', async () => {
    const server = await fakeServer(
      buckets(['one', 'two'], '<IsTruncated>true</IsTruncated><NextMarker>two</NextMarker>'),
      buckets(['three'], ''),
    );
    const names: string[] = [];
    for await (const { name } of testClient(server.endpoint).buckets({ prefix: 't', maxKeys: 2 })) names.push(name);
    expect(names).toEqual(['one', 'two', 'three']);
    expect(server.requests.map(({ url }) => url)).toEqual(['/?prefix=t&max-keys=2', '/?prefix=t&marker=two&max-keys=2']);
  });

  it('fails when a truncated page leads nowhere', async () => {
    const server = await fakeServer(buckets(['one'], '<IsTruncated>true</IsTruncated>'));
    expect(await rejection(testClient(server.endpoint).listBuckets())).toMatchObject({ kind: 'malformed-reply' });
  });
});

"""List v1 and v2: prefix, delimiter, markers, tokens, all pages (protocol reference §4.5)."""

from hashlib import md5

import alibabacloud_oss_v2 as oss

from encryptions import sse
from refusals import refused

by_bytes = lambda name: name.encode('utf-8')

KEYS = sorted(
    [f'a/{n}' for n in range(5)]
    + [f'a/deep/{n}' for n in range(3)]
    + [f'b c/{n}' for n in range(4)]
    + ['b+c/x', '中/文', '中/章', 'top', 'top+', 'z z', '>>>', '~~~~~~?', 'é', '😀'],
    key=by_bytes,
)


def run(checks, access):
    client = access.oss
    missing = access.new_name('missing')
    with access.new_bucket('listing') as bucket:
        for what, start, walk in [('v1', 'marker', walk_v1), ('v2', 'start_after', walk_v2)]:
            with checks.section(what) as part:
                part.equal('empty bucket', walk(client, bucket), ([], []))
        for key in KEYS:
            client.put_object(oss.PutObjectRequest(bucket, key, body=by_bytes(key), **sse('AES256')))
        for what, start, walk in [('v1', 'marker', walk_v1), ('v2', 'start_after', walk_v2)]:
            with checks.section(what) as part:
                pages(part, client, bucket, walk)
                starts(part, client, bucket, walk, start)
                for wrong in (dict(max_keys=1001), dict(prefix='x' * 1025)):
                    refused(part, f'wrong {[*wrong][0]}', lambda: walk(client, bucket, **wrong), 400, 'InvalidArgument')
                refused(part, 'no bucket', lambda: walk(client, missing), 404, 'NoSuchBucket', ec='0015-00000101')
        entries(checks, client, bucket)
        wrong = oss.ListObjectsV2Request(bucket, continuation_token='*')
        refused(checks, 'v2: bad continuation token', lambda: client.list_objects_v2(wrong), 400, 'InvalidArgument')


def walk_v1(client, bucket, **query):
    return gather(client.list_objects_paginator().iter_page(oss.ListObjectsRequest(bucket, **query)))


def walk_v2(client, bucket, **query):
    return gather(client.list_objects_v2_paginator().iter_page(oss.ListObjectsV2Request(bucket, **query)))


def gather(pages):
    """(keys, common prefixes) of all pages."""
    keys, prefixes = [], []
    for page in pages:
        keys += [entry.key for entry in page.contents or []]
        prefixes += [entry.prefix for entry in page.common_prefixes or []]
    return keys, prefixes


def pages(checks, client, bucket, walk):
    top = [key for key in KEYS if '/' not in key]
    folders = sorted({f"{key.split('/')[0]}/" for key in KEYS if '/' in key}, key=by_bytes)
    for size in (1, 2, 7, 1000):
        checks.equal(f'pages of {size}', walk(client, bucket, max_keys=size), (KEYS, []))
        checks.equal(f'delimiter, pages of {size}', walk(client, bucket, delimiter='/', max_keys=size), (top, folders))
    for prefix in ('a/', 'b c/', 'b+c/', '中/', '>>', 'none'):
        expected = [key for key in KEYS if key.startswith(prefix)]
        checks.equal(f'prefix {ascii(prefix)}', walk(client, bucket, prefix=prefix, max_keys=2), (expected, []))
    inner = ([f'a/{n}' for n in range(5)], ['a/deep/'])
    checks.equal('prefix and delimiter', walk(client, bucket, prefix='a/', delimiter='/', max_keys=2), inner)


def starts(checks, client, bucket, walk, start):
    for marker in ('a/2', 'a', 'b c/', '中/文', '😀', 'between'):
        expected = [key for key in KEYS if by_bytes(key) > by_bytes(marker)]
        checks.equal(f'after {ascii(marker)}', walk(client, bucket, max_keys=5, **{start: marker}), (expected, []))


def entries(checks, client, bucket):
    page = client.list_objects_v2(oss.ListObjectsV2Request(bucket, prefix='top', fetch_owner=True))
    first = page.contents[0]
    came = (page.name, page.prefix, page.key_count, page.max_keys, page.is_truncated)
    checks.equal('v2: the page', came, (bucket, 'top', 2, 100, False))
    came = (first.key, first.etag, first.size, first.object_type, first.storage_class)
    checks.equal('v2: an entry', came, ('top', f'"{md5(b"top").hexdigest().upper()}"', 3, 'Normal', 'Standard'))
    checks.true('v2: owner when asked for', first.owner and first.owner.id and first.owner.display_name, first.owner)
    plain = client.list_objects_v2(oss.ListObjectsV2Request(bucket, prefix='top')).contents[0]
    checks.equal('v2: no owner otherwise', plain.owner, None)

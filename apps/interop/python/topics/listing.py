"""List v1 and v2: prefix, delimiter, markers, encoding, all pages (protocol reference §4.5)."""

import time
from hashlib import md5

from oss2 import ObjectIterator, ObjectIteratorV2
from oss2.exceptions import InvalidArgument, NoSuchBucket

from expectations import sse_request

# Tokens of '>>>' and '~~~' hold + and / in base64.
KEYS = sorted(
    [f'a/{n}' for n in range(5)]
    + [f'a/deep/{n}' for n in range(3)]
    + [f'b c/{n}' for n in range(4)]
    + ['b+c/x', '中/文', '中/章', 'top', 'top+', 'z z', '>>>', '>>>>>>', '~~~', '~~~~~~?', 'é', '😀'],
    key=lambda name: name.encode('utf-8'),
)


def run(checks, client):
    with client.new_bucket('listing') as bucket:
        checks.equal('empty bucket', (list(ObjectIterator(bucket)), list(ObjectIteratorV2(bucket))), ([], []))
        for key in KEYS:
            bucket.put_object(key, key, headers=sse_request('AES256'))
        pages(checks, bucket)
        prefixes(checks, bucket)
        starts(checks, bucket)
        entries(checks, bucket)
        limits(checks, bucket)
    missing = client.bucket(client.new_name('missing'))
    checks.raises('list v1 of no bucket', NoSuchBucket, missing.list_objects, status=404, ec='0015-00000101')
    checks.raises('list v2 of no bucket', NoSuchBucket, missing.list_objects_v2, status=404, ec='0015-00000101')


def walk(iterator):
    return [entry.key for entry in iterator]


def pages(checks, bucket):
    for size in (1, 2, 7, 1000):
        checks.equal(f'v1, pages of {size}', walk(ObjectIterator(bucket, max_keys=size)), KEYS)
        checks.equal(f'v2, pages of {size}', walk(ObjectIteratorV2(bucket, max_keys=size)), KEYS)
    checks.equal('v2, names not encoded', walk(ObjectIteratorV2(bucket, max_keys=3, encoding_type='')), KEYS)


def prefixes(checks, bucket):
    for prefix in ('a/', 'b c/', 'b+c/', '中/', '>>', 'none'):
        expected = [key for key in KEYS if key.startswith(prefix)]
        checks.equal(f'v1, prefix {ascii(prefix)}', walk(ObjectIterator(bucket, prefix=prefix, max_keys=2)), expected)
        checks.equal(f'v2, prefix {ascii(prefix)}', walk(ObjectIteratorV2(bucket, prefix=prefix, max_keys=2)), expected)
    top = sorted({f"{key.split('/')[0]}/" if '/' in key else key for key in KEYS}, key=lambda name: name.encode('utf-8'))
    for size in (1, 3, 1000):
        # oss2 sorts each page's objects and common prefixes by code points, which is the order of their bytes.
        checks.equal(f'v1, delimiter, pages of {size}', walk(ObjectIterator(bucket, delimiter='/', max_keys=size)), top)
        checks.equal(f'v2, delimiter, pages of {size}', walk(ObjectIteratorV2(bucket, delimiter='/', max_keys=size)), top)
    inner = bucket.list_objects(prefix='a/', delimiter='/')
    checks.equal('v1, prefix and delimiter: objects', [entry.key for entry in inner.object_list], [f'a/{n}' for n in range(5)])
    checks.equal('v1, prefix and delimiter: common prefixes', inner.prefix_list, ['a/deep/'])


def starts(checks, bucket):
    for marker in ('a/2', 'a', 'b c/', '中/文', '😀', 'between'):
        expected = [key for key in KEYS if key.encode('utf-8') > marker.encode('utf-8')]
        checks.equal(f'v1, after {ascii(marker)}', walk(ObjectIterator(bucket, marker=marker, max_keys=5)), expected)
        checks.equal(f'v2, after {ascii(marker)}', walk(ObjectIteratorV2(bucket, start_after=marker, max_keys=5)), expected)


def entries(checks, bucket):
    for what, entry in [
        ('v1', bucket.list_objects(prefix='top').object_list[0]),
        ('v2', bucket.list_objects_v2(prefix='top').object_list[0]),
    ]:
        said = (entry.key, entry.etag, entry.size, entry.type, entry.storage_class)
        checks.equal(f'{what}: an entry', said, ('top', md5(b'top').hexdigest().upper(), 3, 'Normal', 'Standard'))
        checks.true(f'{what}: its time', abs(time.time() - entry.last_modified) < 900, entry.last_modified)
    owner = bucket.list_objects_v2(prefix='top', fetch_owner=True).object_list[0].owner
    checks.true('v2: owner when asked for', owner is not None and owner.id and owner.display_name, owner)
    checks.equal('v2: no owner otherwise', bucket.list_objects_v2(prefix='top').object_list[0].owner, None)


def limits(checks, bucket):
    for what, call in [('v1', bucket.list_objects), ('v2', bucket.list_objects_v2)]:
        checks.equal(f'{what}: page of 3', [entry.key for entry in call(max_keys=3).object_list], KEYS[:3])
        checks.raises(f'{what}: page of 1001', InvalidArgument, lambda: call(max_keys=1001), status=400)
        checks.raises(f'{what}: prefix of 1025 bytes', InvalidArgument, lambda: call(prefix='x' * 1025), status=400)
    checks.raises('v2: bad continuation token', InvalidArgument, lambda: bucket.list_objects_v2(continuation_token='*'), status=400)

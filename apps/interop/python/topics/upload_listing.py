"""ListParts and ListMultipartUploads: pages, markers, prefixes, delimiters, limits (protocol reference §4.7, observed behaviour 29)."""

import time
from hashlib import md5

from oss2 import MultipartUploadIterator, ObjectUploadIterator, PartIterator
from oss2.exceptions import InvalidArgument, NoSuchBucket

from encryptions import every_encryption
from expectations import sse_of, sse_request

# How many uploads each key has.
UPLOADS = {'a/1': 1, 'a/2': 3, 'a/deep/x': 1, 'b c/+%': 2, 'top': 2, 'top+': 1, 'control\x01\n': 1, '中/文': 2, 'é': 1, '😀': 1}
NUMBERS = [1, 2, 3, 9, 10, 11, 100, 999, 1000, 9999, 10_000]


def run(checks, client):
    with client.new_bucket('upload-listing') as bucket:
        for encryption in every_encryption(bucket):
            with checks.section(f'parts, {encryption.name}') as part:
                parts(part, bucket, encryption)
        checks.equal('no uploads', list(MultipartUploadIterator(bucket)), [])
        begun = [
            (key, bucket.init_multipart_upload(key, params={'encoding-type': 'url'}, headers=sse_request('AES256')).upload_id)
            for key, count in UPLOADS.items()
            for _ in range(count)
        ]
        begun.sort(key=lambda upload: (upload[0].encode('utf-8'), upload[1]))
        pages(checks, bucket, begun)
        prefixes(checks, bucket, begun)
        markers(checks, bucket, begun)
        for key, upload_id in begun:
            bucket.abort_multipart_upload(key, upload_id)
        checks.equal('no uploads after Abort', list(MultipartUploadIterator(bucket)), [])
    missing = client.bucket(client.new_name('missing'))
    checks.raises('uploads of no bucket', NoSuchBucket, missing.list_multipart_uploads, status=404, ec='0015-00000101')


def parts(checks, bucket, encryption):
    key = 'parts <&> "中文" 😀'
    upload_id = bucket.init_multipart_upload(key, headers=encryption.headers).upload_id
    empty = bucket.list_parts(key, upload_id)
    checks.equal('no parts', (sse_of(empty), empty.parts, empty.is_truncated), (encryption.echo, [], False))
    bucket.upload_part(key, upload_id, 9, b'replaced')
    for number in reversed(NUMBERS):
        bucket.upload_part(key, upload_id, number, b'x' * number)
    for size in (1, 2, 3, 1000):
        found = list(PartIterator(bucket, key, upload_id, max_parts=size))
        came = [(part.part_number, part.size, part.etag) for part in found]
        expected = [(number, number, md5(b'x' * number).hexdigest().upper()) for number in NUMBERS]
        checks.equal(f'pages of {size}', came, expected)
    checks.true('times', all(abs(part.last_modified - time.time()) < 900 for part in found), [part.last_modified for part in found])
    page = bucket.list_parts(key, upload_id, marker='9', max_parts=3)
    came = (sse_of(page), [part.part_number for part in page.parts], page.is_truncated, page.next_marker)
    checks.equal('a page after a marker', came, (encryption.echo, [10, 11, 100], True, '100'))
    page = bucket.list_parts(key, upload_id, marker='500')
    checks.equal('after a marker that is no part', [part.part_number for part in page.parts], [999, 1000, 9999, 10_000])
    checks.equal('after the last part', bucket.list_parts(key, upload_id, marker='10000').parts, [])
    for what, query in [('max-parts 0', dict(max_parts=0)), ('max-parts 1001', dict(max_parts=1001)), ('marker x', dict(marker='x'))]:
        refused = lambda: bucket.list_parts(key, upload_id, **query)
        checks.raises(what, InvalidArgument, refused, status=400, code='InvalidArgument')
    bucket.abort_multipart_upload(key, upload_id)


def walk(bucket, **query):
    return [upload.key if upload.is_prefix() else (upload.key, upload.upload_id) for upload in MultipartUploadIterator(bucket, **query)]


def pages(checks, bucket, begun):
    for size in (1, 2, 5, 1000):
        checks.equal(f'uploads in pages of {size}', walk(bucket, max_uploads=size), begun)
    uploads = bucket.list_multipart_uploads().upload_list
    checks.true('times', all(abs(upload.initiation_date - time.time()) < 900 for upload in uploads), uploads)
    for key in ('a/2', 'top', '中/文', 'none'):
        came = [upload.upload_id for upload in ObjectUploadIterator(bucket, key, max_uploads=1)]
        checks.equal(f'uploads of {ascii(key)}', came, [upload_id for name, upload_id in begun if name == key])


def prefixes(checks, bucket, begun):
    for prefix in ('a/', 'a/d', 'b c/', '中', 'none'):
        expected = [upload for upload in begun if upload[0].startswith(prefix)]
        checks.equal(f'prefix {ascii(prefix)}', walk(bucket, prefix=prefix, max_uploads=2), expected)
    for size in (1, 2, 1000):
        top = ['a/', 'b c/', '中/'] + [upload for upload in begun if '/' not in upload[0]]
        came = walk(bucket, delimiter='/', max_uploads=size)
        key_of = lambda entry: (entry, '') if isinstance(entry, str) else entry
        checks.equal(f'delimiter, pages of {size}', sorted(came, key=key_of), sorted(top, key=key_of))
        below = [upload for upload in begun if upload[0] in ('a/1', 'a/2')] + ['a/deep/']
        checks.equal(f'prefix and delimiter, pages of {size}', walk(bucket, prefix='a/', delimiter='/', max_uploads=size), below)


def markers(checks, bucket, begun):
    ids = [upload_id for key, upload_id in begun if key == 'a/2']
    for what, query, expected in [
        ('a key', dict(key_marker='a/2'), [upload for upload in begun if upload[0].encode() > b'a/2']),
        ('a key that has none', dict(key_marker='a/1x'), [upload for upload in begun if upload[0].encode() > b'a/1x']),
        ('a key and an id', dict(key_marker='a/2', upload_id_marker=ids[0]), [upload for upload in begun if upload > ('a/2', ids[0])]),
        ('an id alone', dict(upload_id_marker=ids[0]), begun),
    ]:
        found = bucket.list_multipart_uploads(**query).upload_list
        checks.equal(f'uploads after {what}', [(upload.key, upload.upload_id) for upload in found], expected)
    page = bucket.list_multipart_uploads(max_uploads=2)
    came = (page.is_truncated, page.next_key_marker, page.next_upload_id_marker)
    checks.equal('a page names where the next begins', came, (True, *begun[1]))
    for what, query in [
        ('max-uploads 0', dict(max_uploads=0)),
        ('max-uploads 1001', dict(max_uploads=1001)),
        ('a long prefix', dict(prefix='x' * 1025)),
    ]:
        checks.raises(what, InvalidArgument, lambda: bucket.list_multipart_uploads(**query), status=400, code='InvalidArgument')

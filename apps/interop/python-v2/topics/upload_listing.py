"""ListParts and ListMultipartUploads: pages, markers, prefixes, delimiters (protocol reference §4.7, observed behaviour 29)."""

from hashlib import md5

import alibabacloud_oss_v2 as oss

from encryptions import every_encryption, sse
from expectations import sse_of
from refusals import refused
from topics.multipart import begin

# How many uploads each key has.
UPLOADS = {'a/1': 1, 'a/2': 3, 'a/deep/x': 1, 'b c/+%': 2, 'top': 2, 'top+': 1, '中/文': 2, '😀': 1}
NUMBERS = [1, 2, 3, 9, 10, 11, 100, 999, 1000, 9999, 10_000]


def run(checks, access):
    client = access.oss
    with access.new_bucket('upload-listing') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(f'parts, {encryption.name}') as part:
                parts(part, client, bucket, encryption)
        checks.equal('no uploads', walk(client, bucket), ([], []))
        keys = [key for key, count in UPLOADS.items() for _ in range(count)]
        begun = [(key, begin(client, bucket, key, **sse('AES256')).upload_id) for key in keys]
        begun.sort(key=lambda upload: (upload[0].encode('utf-8'), upload[1]))
        uploads(checks, client, bucket, begun)
        for key, upload_id in begun:
            client.abort_multipart_upload(oss.AbortMultipartUploadRequest(bucket, key, upload_id))
        checks.equal('no uploads after Abort', walk(client, bucket), ([], []))
    missing = access.new_name('missing')
    refused(checks, 'uploads of no bucket', lambda: walk(client, missing), 404, 'NoSuchBucket', ec='0015-00000101')


def parts(checks, client, bucket, encryption):
    key = 'parts <&> "中文" 😀'
    target = (bucket, key, begin(client, bucket, key, **encryption.asked).upload_id)
    empty = client.list_parts(oss.ListPartsRequest(*target))
    checks.equal('no parts', (sse_of(empty), empty.parts, empty.is_truncated), (encryption.echo, None, False))
    for number in reversed(NUMBERS):
        client.upload_part(oss.UploadPartRequest(bucket, key, number, target[2], body=b'x' * number))
    expected = [(number, number, f'"{md5(b"x" * number).hexdigest().upper()}"') for number in NUMBERS]
    for size in (1, 3, 1000):
        pages = client.list_parts_paginator().iter_page(oss.ListPartsRequest(*target, max_parts=size))
        came = [(part.part_number, part.size, part.etag) for page in pages for part in page.parts]
        checks.equal(f'pages of {size}', came, expected)
    page = client.list_parts(oss.ListPartsRequest(*target, part_number_marker='9', max_parts=3))
    came = (sse_of(page), page.key, [part.part_number for part in page.parts], page.is_truncated, page.next_part_number_marker)
    checks.equal('a page after a marker', came, (encryption.echo, key, [10, 11, 100], True, 100))
    for wrong in (dict(max_parts=0), dict(max_parts=1001), dict(part_number_marker='x')):
        refused(checks, f'{wrong}', lambda: client.list_parts(oss.ListPartsRequest(*target, **wrong)), 400, 'InvalidArgument')
    client.abort_multipart_upload(oss.AbortMultipartUploadRequest(*target))


def walk(client, bucket, **query):
    """((key, upload id) of all pages, common prefixes of all pages)."""
    uploads, prefixes = [], []
    for page in client.list_multipart_uploads_paginator().iter_page(oss.ListMultipartUploadsRequest(bucket, **query)):
        uploads += [(upload.key, upload.upload_id) for upload in page.uploads or []]
        prefixes += [entry.prefix for entry in getattr(page, 'common_prefixes', None) or []]
    return uploads, prefixes


def uploads(checks, client, bucket, begun):
    for size in (1, 2, 5, 1000):
        checks.equal(f'uploads in pages of {size}', walk(client, bucket, max_uploads=size), (begun, []))
    for prefix in ('a/', 'a/d', 'b c/', '中', 'none'):
        expected = [upload for upload in begun if upload[0].startswith(prefix)]
        checks.equal(f'prefix {ascii(prefix)}', walk(client, bucket, prefix=prefix, max_uploads=2), (expected, []))
    top = [upload for upload in begun if '/' not in upload[0]]
    checks.equal('delimiter: uploads', walk(client, bucket, delimiter='/', max_uploads=2)[0], top)
    after = [upload for upload in begun if upload[0].encode() > b'a/2']
    checks.equal('after a key', walk(client, bucket, key_marker='a/2')[0], after)
    ids = [upload_id for key, upload_id in begun if key == 'a/2']
    later = [upload for upload in begun if upload > ('a/2', ids[0]) and upload[0] == 'a/2']
    came = walk(client, bucket, key_marker='a/2', upload_id_marker=ids[0], prefix='a/2')[0]
    checks.equal('after an upload of a key', came, later)

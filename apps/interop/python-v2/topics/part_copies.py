"""Parts that are copied from objects, whole and in ranges, from every encryption into every other (protocol reference §2.5, §4.7)."""

from hashlib import md5

import alibabacloud_oss_v2 as oss

from encryptions import check_object, crc64, every_encryption, sse
from expectations import pattern_bytes, sse_of
from refusals import refused
from topics.multipart import begin, complete

BODY = pattern_bytes(700_001)
# Cuts that are no ends of chunks; the last range is open.
RANGES = [(0, 149_999), (150_000, 399_999), (400_000, None)]


def run(checks, access):
    client = access.oss
    with access.new_bucket('part-copies') as bucket, access.new_bucket('part-sources') as sources:
        every = every_encryption(access, bucket)
        for encryption in every:
            client.put_object(oss.PutObjectRequest(sources, f'source {encryption.name}', body=BODY, **encryption.asked))
        for source in every:
            for target in every:
                with checks.section(f'{source.name} to {target.name}') as part:
                    in_ranges(part, client, bucket, (sources, f'source {source.name}'), target)
        onto_itself(checks, client, bucket)
        conditions(checks, access, bucket, sources)


def copy(checks, client, target, number, source, byte_range, piece, echo):
    """Copies a part of `source`, (bucket, key), into `target`, (bucket, key, upload id), and gives what Complete needs of it."""
    bucket, key, upload_id = target
    first, last = byte_range
    wanted = f"bytes={first}-{'' if last is None else last}"
    request = oss.UploadPartCopyRequest(
        bucket, key, number, upload_id, source_bucket=source[0], source_key=source[1], source_range=wanted
    )
    part = client.upload_part_copy(request)
    checks.equal(f'copied part {number} says', (sse_of(part), part.etag), (echo, f'"{md5(piece).hexdigest().upper()}"'))
    return oss.UploadPart(part_number=number, etag=part.etag)


def cut(byte_range):
    first, last = byte_range
    return BODY[first : None if last is None else last + 1]


def in_ranges(checks, client, bucket, source, goal):
    target = (bucket, 'in ranges', begin(client, bucket, 'in ranges', **goal.asked).upload_id)
    parts = [copy(checks, client, target, n + 1, source, RANGES[n], cut(RANGES[n]), goal.echo) for n in (2, 0, 1)]
    done = complete(client, target, parts)
    checks.equal('Complete says', (sse_of(done), done.hash_crc64), (goal.echo, crc64(BODY)))
    check_object(checks, client, bucket, 'in ranges', 'object', BODY, goal.echo)


def onto_itself(checks, client, bucket):
    """A part that crosses the parts of its source; the object becomes its own copy under another encryption."""
    client.put_object(oss.PutObjectRequest(bucket, 'itself', body=BODY, **sse('KMS')))
    for what, asked, echo in [
        ('first', sse('SM4'), ('SM4', None, None)),
        ('of the parts that the first made', sse('AES256'), ('AES256', None, None)),
    ]:
        target = (bucket, 'itself', begin(client, bucket, 'itself', **asked).upload_id)
        cuts = [(0, 299_999), (300_000, None)]
        parts = [copy(checks, client, target, n + 1, (bucket, 'itself'), cuts[n], cut(cuts[n]), echo) for n in (1, 0)]
        complete(client, target, parts)
        check_object(checks, client, bucket, 'itself', f'object of its own parts, {what}', BODY, echo)


def conditions(checks, access, bucket, sources):
    client = access.oss
    upload_id = begin(client, bucket, 'refused').upload_id
    etag = client.head_object(oss.HeadObjectRequest(sources, 'source none')).etag

    def part(source_bucket=sources, source_key='source none', **options):
        request = oss.UploadPartCopyRequest(
            bucket, 'refused', 1, upload_id, source_bucket=source_bucket, source_key=source_key, **options
        )
        return client.upload_part_copy(request)

    refused(checks, 'source that is missing', lambda: part(source_key='missing'), 404, 'NoSuchKey')
    refused(checks, 'source in a bucket that is missing', lambda: part(access.new_name('nowhere')), 404, 'NoSuchBucket')
    refused(checks, 'If-Match of another', lambda: part(if_match='0' * 32), 412, 'PreconditionFailed')
    refused(checks, 'If-None-Match of its own', lambda: part(if_none_match=etag), 304, 'BadErrorResponse')
    listed = client.list_parts(oss.ListPartsRequest(bucket, 'refused', upload_id)).parts
    checks.equal('nothing is stored by refused copies', listed, None)
    checks.equal('If-Match of its own', part(if_match=etag).etag, etag)
    checks.equal('If-None-Match of another', part(if_none_match='0' * 32).etag, etag)
    client.abort_multipart_upload(oss.AbortMultipartUploadRequest(bucket, 'refused', upload_id))

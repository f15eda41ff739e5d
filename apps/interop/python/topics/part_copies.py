"""Parts that are copied from objects, whole and in ranges, from every encryption into every other (protocol reference §2.5, §4.7)."""

from hashlib import md5

from oss2.exceptions import NoSuchBucket, NoSuchKey, NotModified, PreconditionFailed
from oss2.models import PartInfo

from encryptions import check_object, check_ranges, crc64, every_encryption
from expectations import pattern_bytes, sse_of, sse_request

BODY = pattern_bytes(700_001)
# Cuts that are no ends of chunks; the last range is open.
RANGES = [(0, 149_999), (150_000, 399_999), (400_000, None)]


def run(checks, client):
    with client.new_bucket('part-copies') as bucket, client.new_bucket('part-sources') as sources:
        every = every_encryption(bucket)
        for encryption in every:
            sources.put_object(f'source {encryption.name}', BODY, headers=encryption.headers)
        for source in every:
            for target in every:
                with checks.section(f'{source.name} to {target.name}') as part:
                    in_ranges(part, bucket, sources, f'source {source.name}', target)
        mixed(checks, bucket, sources)
        onto_itself(checks, bucket)
        refused(checks, client, bucket, sources)


def copy(checks, bucket, source_bucket, source, byte_range, upload, number, piece, echo):
    """Copies one part into `upload`, (key, id), and gives what Complete needs of it."""
    part = bucket.upload_part_copy(source_bucket.bucket_name, source, byte_range, *upload, number)
    came = (sse_of(part), part.etag, part.crc)
    checks.equal(f'copied part {number} says', came, (echo, md5(piece).hexdigest().upper(), crc64(piece)))
    return PartInfo(number, part.etag, size=len(piece), part_crc=part.crc)


def in_ranges(checks, bucket, sources, source, target):
    begun = bucket.init_multipart_upload('in ranges', headers=target.headers)
    upload = ('in ranges', begun.upload_id)
    parts = []
    for index in (2, 0, 1):
        first, last = RANGES[index]
        piece = BODY[first : None if last is None else last + 1]
        parts.append(copy(checks, bucket, sources, source, (first, last), upload, index + 1, piece, target.echo))
    done = bucket.complete_multipart_upload(*upload, parts)
    checks.equal('Complete says', (sse_of(done), done.crc), (target.echo, crc64(BODY)))
    check_object(checks, bucket, 'in ranges', 'object', BODY, target.echo)


def mixed(checks, bucket, sources):
    """Parts that were sent beside copied ones, from sources with names that need encoding; one of them is an object of several parts."""
    for name in ('a b+c%20d?x=1&y=2', '中文/对象'):
        sources.put_object(name, BODY, headers=sse_request('KMS'))
    echo = ('AES256', None, None)
    upload = ('mixed', bucket.init_multipart_upload('mixed', headers=sse_request('AES256')).upload_id)
    sent = bucket.upload_part(*upload, 2, BODY[:200_000])
    parts = [
        copy(checks, bucket, sources, 'a b+c%20d?x=1&y=2', None, upload, 1, BODY, echo),
        PartInfo(2, sent.etag, size=200_000, part_crc=sent.crc),
        copy(checks, bucket, sources, '中文/对象', (16_383, 16_384 + 110_000), upload, 3, BODY[16_383 : 16_385 + 110_000], echo),
    ]
    bucket.complete_multipart_upload(*upload, parts)
    expected = BODY + BODY[:200_000] + BODY[16_383 : 16_385 + 110_000]
    check_object(checks, bucket, 'mixed', 'sent and copied parts', expected, echo)
    upload = ('of parts', bucket.init_multipart_upload('of parts', headers=sse_request('SM4')).upload_id)
    piece, what = expected[650_000:905_001], 'range of an object across its parts'
    part = copy(checks, bucket, bucket, 'mixed', (650_000, 905_000), upload, 1, piece, ('SM4', None, None))
    bucket.complete_multipart_upload(*upload, [part])
    check_object(checks, bucket, 'of parts', what, piece, ('SM4', None, None))
    check_ranges(checks, bucket, 'of parts', what, piece, [50_001, 250_001], ('SM4', None, None))


def onto_itself(checks, bucket):
    bucket.put_object('itself', BODY, headers=sse_request('KMS'))
    upload = ('itself', bucket.init_multipart_upload('itself', headers=sse_request('SM4')).upload_id)
    pieces = [(BODY[300_000:], (300_000, None)), (BODY[:300_000], (0, 299_999))]
    parts = [
        copy(checks, bucket, bucket, 'itself', byte_range, upload, number, piece, ('SM4', None, None))
        for number, (piece, byte_range) in enumerate(pieces, 1)
    ]
    bucket.complete_multipart_upload(*upload, parts)
    check_object(checks, bucket, 'itself', 'object of its own parts', BODY[300_000:] + BODY[:300_000], ('SM4', None, None))


def refused(checks, client, bucket, sources):
    upload_id = bucket.init_multipart_upload('refused').upload_id
    name = 'source none'
    etag = sources.head_object(name).etag

    def part(source=name, source_bucket=sources.bucket_name, byte_range=None, **headers):
        headers = {f"x-oss-copy-source-{header.replace('_', '-')}": value for header, value in headers.items()}
        return bucket.upload_part_copy(source_bucket, source, byte_range, 'refused', upload_id, 1, headers=headers)

    missing = dict(status=404, code='NoSuchKey', message='The specified key does not exist.')
    checks.raises('source that is missing', NoSuchKey, lambda: part('missing'), **missing)
    nowhere = client.new_name('nowhere')
    checks.raises('source in a bucket that is missing', NoSuchBucket, lambda: part(source_bucket=nowhere), status=404)
    checks.raises('If-Match of another', PreconditionFailed, lambda: part(if_match='0' * 32), status=412, code='PreconditionFailed')
    checks.raises('If-None-Match of its own', NotModified, lambda: part(if_none_match=etag), status=304)
    checks.equal('nothing is stored by refused copies', bucket.list_parts('refused', upload_id).parts, [])
    checks.equal('If-Match of its own', part(if_match=etag).etag, etag)
    checks.equal('If-None-Match of another', part(if_none_match='0' * 32).etag, etag)
    bucket.abort_multipart_upload('refused', upload_id)

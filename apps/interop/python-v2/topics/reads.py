"""Ranges beyond the end, conditions, overrides of reply headers, text that may be compressed (protocol reference §4.6, observed behaviour 3)."""

import alibabacloud_oss_v2 as oss

from encryptions import crc64, every_encryption, read, sse
from expectations import pattern_bytes, sse_of
from refusals import refused

BODY = pattern_bytes(50_000)
# A 304 has no body, and this client then makes up a code.
CODES = {304: 'BadErrorResponse', 412: 'PreconditionFailed'}
TEXT = ('line of text 中文\n' * 4_000).encode()


def run(checks, access):
    client = access.oss
    with access.new_bucket('reads') as bucket:
        client.put_object(oss.PutObjectRequest(bucket, 'object', body=BODY, **sse('KMS')))
        ranges(checks, client, bucket)
        conditions(checks, client, bucket)
        overrides(checks, client, bucket)
        for encryption in every_encryption(access, bucket):
            compressed(checks, access, bucket, encryption)
        checks.equal('there is an object', client.is_object_exist(bucket, 'object'), True)
        checks.equal('there is no object', client.is_object_exist(bucket, 'missing'), False)


def ranges(checks, client, bucket):
    for wanted, status, expected in [
        ('bytes=0-0', 206, BODY[:1]),
        ('bytes=49999-', 206, BODY[-1:]),
        ('bytes=-5', 206, BODY[-5:]),
        ('bytes=16383-16385', 206, BODY[16_383:16_386]),
        ('bytes=49990-60000', 200, BODY),
        ('bytes=60000-60001', 200, BODY),
        ('bytes=5-2', 200, BODY),
        ('chunks=1-2', 200, BODY),
    ]:
        got = client.get_object(oss.GetObjectRequest(bucket, 'object', range_header=wanted))
        checks.equal(f'{wanted}: status, right bytes', (got.status_code, got.body.read() == expected), (status, True))
    standard = oss.GetObjectRequest(bucket, 'object', range_header='bytes=49990-60000', range_behavior='standard')
    checks.equal('bytes=49990-60000, standard', client.get_object(standard).body.read() == BODY[49_990:], True)
    for wanted in ('bytes=60000-60001', 'bytes=50000-'):
        strict = lambda: client.get_object(oss.GetObjectRequest(bucket, 'object', range_header=wanted, range_behavior='standard'))
        refused(checks, f'{wanted}, standard', strict, 416, 'InvalidRange')


def conditions(checks, client, bucket):
    head = client.head_object(oss.HeadObjectRequest(bucket, 'object'))
    before, since = 'Sat, 01 Jan 2000 00:00:00 GMT', head.headers['Last-Modified']
    for what, options, status in [
        ('If-Match of its own', dict(if_match=head.etag), 200),
        ('If-Match of another', dict(if_match='0' * 32), 412),
        ('If-None-Match of its own', dict(if_none_match=head.etag), 304),
        ('If-None-Match of another', dict(if_none_match='0' * 32), 200),
        ('If-Modified-Since before', dict(if_modified_since=before), 200),
        ('If-Modified-Since its time', dict(if_modified_since=since), 304),
        ('If-Unmodified-Since its time', dict(if_unmodified_since=since), 200),
        ('If-Unmodified-Since before', dict(if_unmodified_since=before), 412),
    ]:
        if status == 200:
            checks.equal(f'get, {what}', read(client, bucket, 'object', **options) == BODY, True)
            checks.equal(f'head, {what}', client.head_object(oss.HeadObjectRequest(bucket, 'object', **options)).status_code, 200)
        else:
            code = CODES[status]
            for operation, call in [
                ('get', lambda: client.get_object(oss.GetObjectRequest(bucket, 'object', **options))),
                ('head', lambda: client.head_object(oss.HeadObjectRequest(bucket, 'object', **options))),
            ]:
                refused(checks, f'{operation}, {what}', call, status, code)


def overrides(checks, client, bucket):
    got = client.get_object(
        oss.GetObjectRequest(
            bucket,
            'object',
            response_content_type='text/x-other',
            response_cache_control='max-age=1',
            response_content_disposition='inline',
        )
    )
    came = (got.content_type, got.cache_control, got.content_disposition, got.body.read() == BODY)
    checks.equal('reply headers of one request', came, ('text/x-other', 'max-age=1', 'inline', True))


def compressed(checks, access, bucket, encryption):
    """A client that takes gzip gets the same text, whether it comes compressed or not; a range never is."""
    access.oss.put_object(oss.PutObjectRequest(bucket, 'text', body=TEXT, content_type='text/plain', **encryption.asked))
    client = access.client(default_request_headers={'Accept-Encoding': 'gzip'})
    got = client.get_object(oss.GetObjectRequest(bucket, 'text'))
    came = (sse_of(got), got.hash_crc64, got.body.read() == TEXT)
    checks.equal(f'text for a client that takes gzip, {encryption.name}', came, (encryption.echo, crc64(TEXT), True))
    part = client.get_object(oss.GetObjectRequest(bucket, 'text', range_header='bytes=10-20'))
    checks.equal(f'range of it, {encryption.name}', (part.content_encoding, part.body.read()), (None, TEXT[10:21]))

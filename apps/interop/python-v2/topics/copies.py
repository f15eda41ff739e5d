"""CopyObject between all encryptions, onto other keys, other buckets and the object itself; metadata (protocol reference §2.5, §4.6)."""

from hashlib import md5

import alibabacloud_oss_v2 as oss

from encryptions import Encryption, check_object, crc64, every_encryption, read, sse
from expectations import pattern_bytes, sse_of
from refusals import refused

BODY = pattern_bytes(70_003)
SENT = dict(content_type='text/x-source', metadata={'note': 'source', 'gone': 'x'})


def run(checks, access):
    client, key = access.oss, access.server.other_kms_key_id
    with access.new_bucket('copies') as bucket, access.new_bucket('copies-to') as other:
        every = every_encryption(access, bucket) + [Encryption('KMS with another key', sse('KMS', key), ('KMS', key, None))]
        for source in every:
            for target in every:
                with checks.section(f'{source.name} to {target.name}') as part:
                    pair(part, client, bucket, other, source, target)
        odd_names(checks, client, bucket)
        metadata(checks, client, bucket)
        conditions(checks, client, bucket)
        refusals(checks, access, bucket)


def copy(client, source, target, **options):
    """Copies from (bucket, key) to (bucket, key)."""
    return client.copy_object(oss.CopyObjectRequest(*target, source_bucket=source[0], source_key=source[1], **options))


def shown(client, bucket, key):
    head = client.head_object(oss.HeadObjectRequest(bucket, key))
    return dict(content_type=head.content_type, metadata=dict(head.metadata))


def pair(checks, client, bucket, other, source, target):
    client.put_object(oss.PutObjectRequest(bucket, 'source', body=BODY, **SENT, **source.asked))
    etag = f'"{md5(BODY).hexdigest().upper()}"'
    for what, goal in [('another key', (bucket, 'target')), ('another bucket', (other, 'target')), ('itself', (bucket, 'source'))]:
        done = copy(client, (bucket, 'source'), goal, **target.asked)
        checks.equal(f'{what}: copy says', (sse_of(done), done.etag, done.hash_crc64), (target.echo, etag, crc64(BODY)))
        check_object(checks, client, *goal, what, BODY, target.echo)
        checks.equal(f'{what}: metadata', shown(client, *goal), SENT)


def odd_names(checks, client, bucket):
    for name in ('a b+c%20d', 'question?versionId=1&b', "hash#~!*'()", '中文/对象 😀', 'control\x01\n', 'double//slash/', 'x' * 1018):
        client.put_object(oss.PutObjectRequest(bucket, name, body=name.encode(), **sse('AES256')))
        copy(client, (bucket, name), (bucket, f'copy {name}'), **sse('KMS'))
        checks.equal(f'copy of {ascii(name[:30])}', read(client, bucket, f'copy {name}'), name.encode())


def metadata(checks, client, bucket):
    """COPY, the default, keeps the source's; REPLACE takes the request's."""
    client.put_object(oss.PutObjectRequest(bucket, 'described', body=BODY, **SENT, **sse('KMS')))
    asked = dict(content_type='text/x-target', metadata={'note': 'target'})
    for directive, expected in [(None, SENT), ('COPY', SENT), ('REPLACE', asked)]:
        copy(client, (bucket, 'described'), (bucket, 'copy'), metadata_directive=directive, **asked)
        checks.equal(f'directive {directive}', shown(client, bucket, 'copy'), expected)
    unknown = lambda: copy(client, (bucket, 'described'), (bucket, 'copy'), metadata_directive='MOVE')
    refused(checks, 'an unknown directive', unknown, 400, 'InvalidArgument')


def conditions(checks, client, bucket):
    etag = client.head_object(oss.HeadObjectRequest(bucket, 'described')).etag
    before = 'Sat, 01 Jan 2000 00:00:00 GMT'
    client.put_object(oss.PutObjectRequest(bucket, 'kept', body=b'the former object', **sse('AES256')))
    for what, options, status, code in [
        ('If-Match of another', dict(if_match='0' * 32), 412, 'PreconditionFailed'),
        ('If-Unmodified-Since before', dict(if_unmodified_since=before), 412, 'PreconditionFailed'),
        ('If-None-Match of its own', dict(if_none_match=etag), 304, 'BadErrorResponse'),
    ]:
        refused(checks, what, lambda: copy(client, (bucket, 'described'), (bucket, 'kept'), **options), status, code)
    forbidden = lambda: copy(client, (bucket, 'described'), (bucket, 'kept'), forbid_overwrite=True)
    refused(checks, 'forbid-overwrite', forbidden, 409, 'FileAlreadyExists')
    check_object(checks, client, bucket, 'kept', 'the target as it was', b'the former object', ('AES256', None, None))
    for what, options in [('If-Match of its own', dict(if_match=etag)), ('If-Modified-Since before', dict(if_modified_since=before))]:
        checks.equal(what, copy(client, (bucket, 'described'), (bucket, 'met'), **options).etag, etag)


def refusals(checks, access, bucket):
    client = access.oss
    to = (bucket, 'kept')
    said = 'The specified key does not exist.'
    refused(checks, 'a source that is missing', lambda: copy(client, (bucket, 'missing'), to), 404, 'NoSuchKey', message=said)
    nowhere = access.new_name('nowhere')
    refused(checks, 'a source in no bucket', lambda: copy(client, (nowhere, 'source'), to), 404, 'NoSuchBucket')
    for what, source in [('another object', (bucket, 'described')), ('itself', to)]:
        missing_key = lambda: copy(client, source, to, **sse('KMS', 'no-such-key'))
        refused(checks, f'from {what} under a key that is missing', missing_key, 404, 'KeyNotFound')
    check_object(checks, client, *to, 'refused copies leave the target', b'the former object', ('AES256', None, None))

"""CopyObject between all encryptions, onto other keys, other buckets and the object itself; metadata (protocol reference §2.5, §4.6)."""

from hashlib import md5

from oss2.exceptions import InvalidArgument, NoSuchBucket, NoSuchKey, ServerError
from oss2.models import PartInfo, ServerSideEncryptionRule

from encryptions import check_object, crc64, every_encryption_and_key
from expectations import pattern_bytes, sse_of, sse_request

BODY = pattern_bytes(70_003)
NONE = (None, None, None)
SIZES = [0, 1, 16_384, 16_385, 32_768, 32_769, 5_000_011]
SENT = {
    'Content-Type': 'text/x-source',
    'Content-Disposition': 'attachment; filename="a b"',
    'x-oss-meta-note': 'source',
    'x-oss-meta-gone': 'x',
}
ASKED = {'Content-Type': 'text/x-target', 'Cache-Control': 'no-store', 'x-oss-meta-note': 'target'}
SHOWN = sorted({*SENT, *ASKED})


def run(checks, client):
    with client.new_bucket('copies') as bucket, client.new_bucket('copies-to') as other:
        every = every_encryption_and_key(bucket, client.server)
        for source in every:
            for target in every:
                with checks.section(f'{source.name} to {target.name}') as part:
                    pair(part, bucket, other, source, target)
        sizes(checks, bucket, other)
        of_parts(checks, bucket)
        odd_names(checks, bucket)
        under_a_rule(checks, bucket, other)
        metadata(checks, bucket)
        refused(checks, client, bucket)


def pair(checks, bucket, other, source, target):
    bucket.put_object('source', BODY, headers=dict(SENT, **source.headers))
    for what, goal, key in [('another key', bucket, 'target'), ('another bucket', other, 'target'), ('itself', bucket, 'source')]:
        done = goal.copy_object(bucket.bucket_name, 'source', key, headers=dict(target.headers))
        checks.equal(f'{what}: copy says', (sse_of(done), done.etag), (target.echo, md5(BODY).hexdigest().upper()))
        check_object(checks, goal, key, what, BODY, target.echo)
        kept = goal.head_object(key).headers
        checks.equal(f'{what}: metadata', {name: kept.get(name) for name in SENT}, SENT)


def sizes(checks, bucket, other):
    for size in SIZES:
        body = pattern_bytes(size)
        bucket.put_object('sized', body, headers=sse_request('KMS', None, 'SM4'))
        done = other.copy_object(bucket.bucket_name, 'sized', 'sized', headers=sse_request('AES256'))
        checks.equal(f'{size} bytes: copy says', (done.etag, done.crc), (md5(body).hexdigest().upper(), crc64(body)))
        check_object(checks, other, 'sized', f'{size} bytes', body, ('AES256', None, None))


def of_parts(checks, bucket):
    upload_id = bucket.init_multipart_upload('of parts', headers=sse_request('AES256')).upload_id
    sent = [bucket.upload_part('of parts', upload_id, n + 1, BODY * 2) for n in range(3)]
    bucket.complete_multipart_upload('of parts', upload_id, [PartInfo(n + 1, part.etag) for n, part in enumerate(sent)])
    for key in ('copy of parts', 'of parts'):
        done = bucket.copy_object(bucket.bucket_name, 'of parts', key, headers=sse_request('SM4'))
        checks.equal(f'object of parts to {key}: copy says', (sse_of(done), done.crc), (('SM4', None, None), crc64(BODY * 6)))
        check_object(checks, bucket, key, f'object of parts to {key}', BODY * 6, ('SM4', None, None))


def odd_names(checks, bucket):
    for name in ('a b+c%20d', 'question?versionId=1&b', 'hash#~!*\'()', '中文/对象 😀', 'control\x01\n', 'double//slash/', 'x' * 1023):
        bucket.put_object(name, name.encode(), headers=sse_request('AES256'))
        target = f'copy {name}'[:1023]
        bucket.copy_object(bucket.bucket_name, name, target, headers=sse_request('KMS'))
        checks.equal(f'copy of {ascii(name[:30])}', bucket.get_object(target).read(), name.encode())


def under_a_rule(checks, bucket, other):
    bucket.put_object('plain', BODY)
    bucket.put_object('sealed', BODY, headers=sse_request('KMS'))
    other.put_bucket_encryption(ServerSideEncryptionRule(sse_algorithm='SM4'))
    for name, headers, echo in [
        ('plain', {}, ('SM4', None, None)),
        ('sealed', {}, ('SM4', None, None)),
        ('sealed', sse_request('AES256'), ('AES256', None, None)),
    ]:
        done = other.copy_object(bucket.bucket_name, name, 'ruled', headers=headers)
        checks.equal(f'{name} into a bucket with a rule, {headers}: copy says', sse_of(done), echo)
        check_object(checks, other, 'ruled', f'{name} into a bucket with a rule, {headers}', BODY, echo)
    other.delete_bucket_encryption()


def metadata(checks, bucket):
    """COPY, the default, keeps the source's; REPLACE takes the request's, and the source's type if the request has none."""
    bucket.put_object('described', BODY, headers=dict(SENT, **sse_request('KMS')))
    kept = {name: SENT.get(name) for name in SHOWN}
    replaced = {name: ASKED.get(name) for name in SHOWN}
    noted = {**dict.fromkeys(SHOWN), 'x-oss-meta-note': 'target', 'Content-Type': SENT['Content-Type']}
    for directive, headers, expected in [
        (None, ASKED, kept),
        ('COPY', ASKED, kept),
        ('REPLACE', ASKED, replaced),
        ('REPLACE', {'x-oss-meta-note': 'target'}, noted),
    ]:
        said = {} if directive is None else {'x-oss-metadata-directive': directive}
        bucket.copy_object(bucket.bucket_name, 'described', 'copy', headers=dict(headers, **said))
        shown = bucket.head_object('copy').headers
        checks.equal(f'directive {directive}, {len(headers)} headers', {name: shown.get(name) for name in SHOWN}, expected)
    bucket.update_object_meta('described', dict(ASKED, **sse_request('AES256')))
    shown = bucket.head_object('described').headers
    checks.equal('update_object_meta', {name: shown.get(name) for name in SHOWN}, replaced)
    check_object(checks, bucket, 'described', 'update_object_meta', BODY, ('AES256', None, None))
    bucket.update_object_meta('described', {'x-oss-meta-note': 'once more'})
    check_object(checks, bucket, 'described', 'update_object_meta without an encryption', BODY, NONE)
    unknown = lambda: bucket.copy_object(bucket.bucket_name, 'described', 'copy', headers={'x-oss-metadata-directive': 'MOVE'})
    checks.raises('an unknown directive', InvalidArgument, unknown, status=400, code='InvalidArgument')


def refused(checks, client, bucket):
    bucket.put_object('kept', b'the former object', headers=sse_request('AES256'))
    bucket.put_object('source', BODY)

    def copy(source, source_bucket=bucket.bucket_name, headers=None):
        return bucket.copy_object(source_bucket, source, 'kept', headers=headers)

    missing = dict(status=404, code='NoSuchKey', message='The specified key does not exist.')
    checks.raises('a source that is missing', NoSuchKey, lambda: copy('missing'), **missing)
    nowhere = client.new_name('nowhere')
    checks.raises('a source in no bucket', NoSuchBucket, lambda: copy('source', nowhere), status=404, code='NoSuchBucket')
    no_key = sse_request('KMS', 'no-such-key')
    checks.raises('under a key that is missing', ServerError, lambda: copy('source', headers=no_key), status=404, code='KeyNotFound')
    checks.raises('onto itself under a key that is missing', ServerError, lambda: copy('kept', headers=no_key), code='KeyNotFound')
    check_object(checks, bucket, 'kept', 'refused copies leave the target', b'the former object', ('AES256', None, None))

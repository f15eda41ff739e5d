"""Multipart requests that are refused, each with its code, and that leave the upload as it was (protocol reference §2.2, §4.7)."""

import base64
from hashlib import md5

from oss2.exceptions import (
    BucketNotEmpty,
    InvalidArgument,
    InvalidDigest,
    InvalidEncryptionAlgorithmError,
    MalformedXml,
    NoSuchKey,
    NoSuchUpload,
    PartNotSequential,
    ServerError,
)
from oss2.models import PartInfo

from encryptions import check_object
from expectations import SSE, SSE_DATA, SSE_KEY_ID, pattern_bytes, sse_of, sse_request

NOT_SUPPORTED = dict(
    status=400, code='InvalidArgument', message='x-oss-server-side-encryption header is not supported for this operation.'
)
BODY = pattern_bytes(230_000)
AES256 = ('AES256', None, None)


def run(checks, client):
    with client.new_bucket('refused-parts') as bucket:
        begun = bucket.init_multipart_upload('object', headers=sse_request('AES256'))
        checks.raises('delete of a bucket with an upload', BucketNotEmpty, bucket.delete_bucket, status=409, code='BucketNotEmpty')
        parts(checks, client, bucket, begun.upload_id)
        completions(checks, bucket, begun.upload_id)
        other_uploads(checks, bucket, begun.upload_id)
        sent = [PartInfo(part.part_number, part.etag) for part in bucket.list_parts('object', begun.upload_id).parts]
        bucket.complete_multipart_upload('object', begun.upload_id, sent)
        check_object(checks, bucket, 'object', 'after all that was refused', BODY, AES256)
        beginnings(checks, client, bucket)
        sequential(checks, bucket)


def beginnings(checks, client, bucket):
    for what, headers, error, status, code in [
        ('an unknown algorithm', sse_request('invalid'), InvalidEncryptionAlgorithmError, 400, 'InvalidEncryptionAlgorithmError'),
        ('a key id that is not there', sse_request('KMS', 'no-such-key'), ServerError, 404, 'KeyNotFound'),
        ('a disabled key', sse_request('KMS', client.server.disabled_kms_key_id), ServerError, 409, 'KeyDisabled'),
        ('AES256 and a key id', sse_request('AES256', client.server.kms_key_id), InvalidArgument, 400, 'InvalidArgument'),
    ]:
        begin = lambda: bucket.init_multipart_upload('never', headers=headers)
        checks.raises(f'Initiate with {what}', error, begin, status=status, code=code)
    checks.equal('Initiate that is refused begins nothing', bucket.list_multipart_uploads().upload_list, [])


def parts(checks, client, bucket, upload_id):
    def part(number=1, body=BODY[:120_000], **headers):
        return bucket.upload_part('object', upload_id, number, body, headers=headers)

    checks.raises('part with the encryption header', InvalidArgument, lambda: part(**{SSE: 'AES256'}), **NOT_SUPPORTED)
    copied = lambda: bucket.upload_part_copy(bucket.bucket_name, 'source', None, 'object', upload_id, 1, headers={SSE: 'AES256'})
    bucket.put_object('source', b'body')
    checks.raises('copied part with the encryption header', InvalidArgument, copied, **NOT_SUPPORTED)
    for number in (0, 10_001, -1, 'one'):
        checks.raises(f'part number {number}', InvalidArgument, lambda: part(number), status=400, code='InvalidArgument')
    wrong = base64.b64encode(md5(b'another').digest()).decode()
    checks.raises('part with a wrong Content-MD5', InvalidDigest, lambda: part(**{'Content-MD5': wrong}), status=400)
    checks.equal('nothing is stored by refused parts', bucket.list_parts('object', upload_id).parts, [])
    tolerated = part(**{SSE_KEY_ID: client.server.kms_key_id, SSE_DATA: 'SM4'})
    checks.equal('part with only the other two headers', (tolerated.status, sse_of(tolerated)), (200, AES256))
    right = base64.b64encode(md5(BODY[120_000:]).digest()).decode()
    sent = part(2, BODY[120_000:], **{'Content-MD5': right})
    came = (sent.etag, sent.headers.get('Content-MD5'))
    checks.equal('part with its Content-MD5', came, (md5(BODY[120_000:]).hexdigest().upper(), right))


def completions(checks, bucket, upload_id):
    first, second = (PartInfo(part.part_number, part.etag) for part in bucket.list_parts('object', upload_id).parts)

    def complete(parts, **headers):
        return bucket.complete_multipart_upload('object', upload_id, parts, headers=headers)

    checks.raises('Complete with the encryption header', InvalidArgument, lambda: complete([first], **{SSE: 'AES256'}), **NOT_SUPPORTED)
    checks.raises(
        'Complete of all parts with a list of parts',
        InvalidArgument,
        lambda: complete([first, second], **{'x-oss-complete-all': 'yes'}),
        status=400,
        ec='0042-00000216',
        message='Should not speficy both complete all header and http body.',
    )
    for what, listed, error, code in [
        ('a part that was not sent', [first, second, PartInfo(3, first.etag)], ServerError, 'InvalidPart'),
        ('another ETag', [first, PartInfo(2, first.etag)], ServerError, 'InvalidPart'),
        ('a part twice', [first, first, second], ServerError, 'InvalidPartOrder'),
        ('no parts', [], MalformedXml, 'MalformedXML'),
    ]:
        checks.raises(f'Complete with {what}', error, lambda: complete(listed), status=400, code=code)
    bucket.upload_part('object', upload_id, 3, b'last')
    bucket.upload_part('object', upload_id, 1, b'small')
    small = [PartInfo(part.part_number, part.etag) for part in bucket.list_parts('object', upload_id).parts]
    checks.raises('Complete with a small part', ServerError, lambda: complete(small), status=400, code='EntityTooSmall')
    checks.raises('nothing is stored by refused Completes', NoSuchKey, lambda: bucket.get_object('object'), status=404)
    bucket.upload_part('object', upload_id, 1, BODY[:120_000])
    bucket.upload_part('object', upload_id, 3, b'')


def other_uploads(checks, bucket, upload_id):
    gone = dict(
        status=404,
        code='NoSuchUpload',
        message='The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    )
    part = PartInfo(1, '0' * 32)
    for what, key, wrong in [
        ('an unknown upload', 'object', '0' * 32),
        ('a malformed upload', 'object', 'x y/z'),
        ('another key', 'other', upload_id),
    ]:
        for operation, call in [
            ('UploadPart', lambda: bucket.upload_part(key, wrong, 1, b'body')),
            ('UploadPartCopy', lambda: bucket.upload_part_copy(bucket.bucket_name, 'source', None, key, wrong, 1)),
            ('ListParts', lambda: bucket.list_parts(key, wrong)),
            ('Complete', lambda: bucket.complete_multipart_upload(key, wrong, [part])),
            ('Abort', lambda: bucket.abort_multipart_upload(key, wrong)),
        ]:
            raised = checks.raises(f'{operation} of {what}', NoSuchUpload, call, **gone)
            checks.true(f'{operation} of {what}: EC', raised and str(raised.ec).startswith('0042-'), raised and raised.ec)


def sequential(checks, bucket):
    """Observed behaviour 24."""
    upload_id = bucket.init_multipart_upload('sequential', params={'sequential': ''}, headers=sse_request('SM4')).upload_id
    first = PartInfo(1, bucket.upload_part('sequential', upload_id, 1, BODY[:120_000]).etag)
    checks.raises(
        'sequential upload with a gap',
        PartNotSequential,
        lambda: bucket.upload_part('sequential', upload_id, 3, BODY[120_000:]),
        status=400,
        code='PartNotSequential',
    )
    second = PartInfo(2, bucket.upload_part('sequential', upload_id, 2, BODY[120_000:]).etag)
    bucket.complete_multipart_upload('sequential', upload_id, [first, second])
    check_object(checks, bucket, 'sequential', 'sequential upload', BODY, ('SM4', None, None))
    digest = base64.b64encode(md5(BODY).digest()).decode()
    checks.equal('sequential upload: Content-MD5', bucket.head_object('sequential').headers.get('Content-MD5'), digest)

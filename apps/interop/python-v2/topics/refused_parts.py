"""Multipart requests that are refused, each with its code, and that leave the upload as it was (protocol reference §2.2, §4.7)."""

import base64
from hashlib import md5

import alibabacloud_oss_v2 as oss

from encryptions import check_object, sse
from expectations import SSE, SSE_DATA, SSE_KEY_ID, pattern_bytes, sse_of
from refusals import refused
from topics.multipart import begin, complete, upload

NOT_SUPPORTED = dict(
    status=400, code='InvalidArgument', message='x-oss-server-side-encryption header is not supported for this operation.'
)
BODY = pattern_bytes(230_000)
AES256 = ('AES256', None, None)


def run(checks, access):
    client = access.oss
    with access.new_bucket('refused-parts') as bucket:
        target = (bucket, 'object', begin(client, bucket, 'object', **sse('AES256')).upload_id)
        delete = lambda: client.delete_bucket(oss.DeleteBucketRequest(bucket))
        refused(checks, 'delete of a bucket with an upload', delete, 409, 'BucketNotEmpty')
        parts(checks, client, target)
        sent = [upload(checks, client, target, 1, BODY[:120_000], AES256), upload(checks, client, target, 2, BODY[120_000:], AES256)]
        headers(checks, access, target, sent)
        completions(checks, client, target, sent)
        other_uploads(checks, client, target)
        complete(client, target, sent)
        check_object(checks, client, bucket, 'object', 'after all that was refused', BODY, AES256)


def send(client, target, number=1, body=BODY[:120_000], **options):
    bucket, key, upload_id = target
    return client.upload_part(oss.UploadPartRequest(bucket, key, number, upload_id, body=body, **options))


def parts(checks, client, target):
    for number in (0, 10_001, -1):
        refused(checks, f'part number {number}', lambda: send(client, target, number), 400, 'InvalidArgument')
    wrong = base64.b64encode(md5(b'another').digest()).decode()
    refused(checks, 'part with a wrong Content-MD5', lambda: send(client, target, content_md5=wrong), 400, 'InvalidDigest')
    listed = client.list_parts(oss.ListPartsRequest(*target)).parts
    checks.equal('nothing is stored by refused parts', listed, None)
    right = base64.b64encode(md5(BODY).digest()).decode()
    sent = send(client, target, 3, BODY, content_md5=right)
    checks.equal('part with its Content-MD5', (sent.content_md5, sse_of(sent)), (right, AES256))


def headers(checks, access, target, sent):
    """This client has no fields for them, so it sends them as headers of every request."""
    bucket, key, upload_id = target
    stern = access.client(default_request_headers={SSE: 'AES256'})
    access.oss.put_object(oss.PutObjectRequest(bucket, 'source', body=b'body'))
    copy = oss.UploadPartCopyRequest(bucket, key, 1, upload_id, source_key='source')
    for what, call in [
        ('part', lambda: send(stern, target)),
        ('copied part', lambda: stern.upload_part_copy(copy)),
        ('Complete', lambda: complete(stern, target, sent)),
    ]:
        refused(checks, f'{what} with the encryption header', call, **NOT_SUPPORTED)
    mild = access.client(default_request_headers={SSE_KEY_ID: access.server.kms_key_id, SSE_DATA: 'SM4'})
    tolerated = send(mild, target)
    checks.equal('part with only the other two headers', (tolerated.status_code, sse_of(tolerated)), (200, AES256))


def completions(checks, client, target, sent):
    first, second = sent
    for what, listed, code in [
        ('a part that was not sent', [first, second, oss.UploadPart(part_number=4, etag=first.etag)], 'InvalidPart'),
        ('another ETag', [first, oss.UploadPart(part_number=2, etag=first.etag)], 'InvalidPart'),
        ('a part twice', [first, first, second], 'InvalidPartOrder'),
        ('no parts', [], 'MalformedXML'),
    ]:
        refused(checks, f'Complete with {what}', lambda: complete(client, target, listed), 400, code)
    small = oss.UploadPart(part_number=1, etag=send(client, target, 1, b'small').etag)
    refused(checks, 'Complete with a small part', lambda: complete(client, target, [small, second]), 400, 'EntityTooSmall')
    checks.equal('nothing is stored by refused Completes', client.is_object_exist(target[0], 'object'), False)
    send(client, target, 1)
    both = lambda: complete(client, target, [first, second], complete_all='yes')
    refused(checks, 'Complete of all parts with a list of parts', both, 400, 'InvalidArgument', ec='0042-00000216')


def other_uploads(checks, client, target):
    bucket, key, upload_id = target
    for what, wrong in [
        ('an unknown upload', (bucket, key, '0' * 32)),
        ('a malformed upload', (bucket, key, 'x y/z')),
        ('another key', (bucket, 'other', upload_id)),
    ]:
        part = oss.UploadPart(part_number=1, etag='0' * 32)
        for operation, call in [
            ('UploadPart', lambda: send(client, wrong)),
            ('ListParts', lambda: client.list_parts(oss.ListPartsRequest(*wrong))),
            ('Complete', lambda: complete(client, wrong, [part])),
            ('Abort', lambda: client.abort_multipart_upload(oss.AbortMultipartUploadRequest(*wrong))),
        ]:
            refused(checks, f'{operation} of {what}', call, 404, 'NoSuchUpload')

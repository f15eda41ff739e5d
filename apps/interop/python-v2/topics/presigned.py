"""Presigned URLs, fetched by an HTTP client that knows nothing of OSS (protocol reference §3.2, §3.4; observed behaviour 14)."""

from datetime import timedelta

import alibabacloud_oss_v2 as oss
import requests

from encryptions import check_object, every_encryption, sse
from expectations import pattern_bytes, sse_of
from topics.refused_requests import shifted_clock

NAMES = ['plain.txt', 'a b+c%20d.txt', 'folder/内 容.txt']
BODY = pattern_bytes(40_001)


def run(checks, access):
    client = access.oss
    with access.new_bucket('presigned') as bucket:
        for name in NAMES:
            for encryption in every_encryption(access, bucket):
                put_and_get(checks, client, bucket, name, encryption)
        by_parts(checks, client, bucket)
        refusals(checks, access, bucket)


def fetch(presigned, **options):
    """Sends what was presigned, with the headers that were signed."""
    return requests.request(presigned.method, presigned.url, **{'headers': presigned.signed_headers, **options})


def put_and_get(checks, client, bucket, name, encryption):
    what = f'{ascii(name)}, {encryption.name}'
    put = client.presign(oss.PutObjectRequest(bucket, name, content_type='text/x-signed', **encryption.asked), expires=timedelta(minutes=10))
    answer = fetch(put, data=BODY)
    checks.equal(f'put {what}', (answer.status_code, sse_of(answer)), (200, encryption.echo))
    check_object(checks, client, bucket, name, f'put {what}', BODY, encryption.echo)
    got = fetch(client.presign(oss.GetObjectRequest(bucket, name)))
    checks.equal(f'get {what}', (got.status_code, got.headers['Content-Type'], got.content == BODY), (200, 'text/x-signed', True))
    head = fetch(client.presign(oss.HeadObjectRequest(bucket, name)))
    checks.equal(f'head {what}', (head.status_code, head.headers['Content-Length']), (200, str(len(BODY))))
    part = fetch(client.presign(oss.GetObjectRequest(bucket, name)), headers={'Range': 'bytes=16380-16390'})
    checks.equal(f'range of {what}', (part.status_code, part.content), (206, BODY[16_380:16_391]))
    if encryption.name != 'none':
        refused = fetch(put, data=b'other', headers={'Content-Type': 'text/x-signed'})
        checks.equal(f'put {what} without the header that was signed', refused.status_code, 403)


def by_parts(checks, client, bucket):
    begun = client.presign(oss.InitiateMultipartUploadRequest(bucket, 'parts', content_type='text/x-signed', **sse('AES256')))
    upload_id = fetch(begun).text.split('<UploadId>')[1].split('</UploadId>')[0]
    sent = fetch(client.presign(oss.UploadPartRequest(bucket, 'parts', 1, upload_id)), data=BODY)
    checks.equal('part', (sent.status_code, sse_of(sent)), (200, ('AES256', None, None)))
    document = f"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{sent.headers['ETag']}</ETag></Part></CompleteMultipartUpload>"
    done = fetch(client.presign(oss.CompleteMultipartUploadRequest(bucket, 'parts', upload_id)), data=document)
    checks.equal('Complete', done.status_code, 200)
    check_object(checks, client, bucket, 'parts', 'object of a presigned part', BODY, ('AES256', None, None))


def refusals(checks, access, bucket):
    client = access.oss
    get = client.presign(oss.GetObjectRequest(bucket, NAMES[0]))
    for what, changed, method in [
        ('another name', get.url.replace('plain.txt', 'other.txt'), 'GET'),
        ('another method', get.url, 'PUT'),
        ('another method, HEAD', get.url, 'HEAD'),
        ('no signature', get.url.split('?')[0], 'GET'),
    ]:
        checks.equal(what, requests.request(method, changed).status_code, 403)
    put = client.presign(oss.PutObjectRequest(bucket, 'refused'))
    answer = fetch(put, data=BODY, headers={'x-oss-server-side-encryption': 'AES256'})
    checks.equal('put with an encryption header that was not signed', answer.status_code, 403)
    checks.equal('refused puts store nothing', client.is_object_exist(bucket, 'refused'), False)
    wrong = access.client(access_key_secret='not-the-secret').presign(oss.GetObjectRequest(bucket, NAMES[0]))
    answer = fetch(wrong)
    checks.equal('wrong secret', (answer.status_code, '<Code>SignatureDoesNotMatch</Code>' in answer.text), (403, True))
    with shifted_clock(access.signature, -60):
        expired = client.presign(oss.GetObjectRequest(bucket, NAMES[0]), expires=timedelta(minutes=10))
    answer = fetch(expired)
    checks.equal('expired', (answer.status_code, '<Message>Request has expired.</Message>' in answer.text), (403, True))
    week = client.presign(oss.GetObjectRequest(bucket, NAMES[0]), expires=timedelta(days=7))
    checks.equal('a week', fetch(week).content == BODY, True)

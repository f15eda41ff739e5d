"""Requests whose signature or time is wrong, and errors that only headers carry (protocol reference §3, §4.1; observed behaviour 8, 13)."""

from datetime import datetime, timedelta
from unittest import mock

import alibabacloud_oss_v2 as oss
import requests

from encryptions import read
from refusals import refused

UNKNOWN_KEY = dict(status=403, code='InvalidAccessKeyId', ec='0002-00000902')
WRONG_SIGNATURE = dict(status=403, code='SignatureDoesNotMatch', ec='0002-00000040')
SKEWED = 'The difference between the request time and the current time is too large.'


def run(checks, access):
    client = access.oss
    with access.new_bucket('refused') as bucket:
        client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body'))
        credentials(checks, access, bucket)
        clock(checks, access, bucket)
        head_errors(checks, access, bucket)
        anonymous = oss.credentials.AnonymousCredentialsProvider()
        nobody = access.client(credentials_provider=anonymous)
        refused(checks, 'anonymous get', lambda: read(nobody, bucket, 'object'), 403, 'AccessDenied')
        checks.equal('the object is as it was', read(client, bucket, 'object'), b'body')


def credentials(checks, access, bucket):
    wrong = access.client(access_key_secret='not-the-secret')
    put = lambda client: client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'other'))
    raised = refused(checks, 'wrong secret', lambda: put(wrong), **WRONG_SIGNATURE)
    for element in ('OSSAccessKeyId', 'SignatureProvided', 'StringToSign', 'StringToSignBytes', 'RequestId', 'HostId'):
        checks.true(f'wrong secret: the error has {element}', raised and raised.error_fileds.get(element), raised)
    head = lambda client, name: client.head_object(oss.HeadObjectRequest(name, 'object'))
    refused(checks, 'wrong secret, head', lambda: head(wrong, bucket), **WRONG_SIGNATURE)
    stranger = access.client(access_key_id='LTAInobody')
    for what, name in [('', bucket), (', no such bucket', access.new_name('missing'))]:
        refused(checks, f'unknown access key{what}', lambda: read(stranger, name, 'object'), **UNKNOWN_KEY)
        refused(checks, f'unknown access key, head{what}', lambda: head(stranger, name), **UNKNOWN_KEY)


def clock(checks, access, bucket):
    for minutes in (-14, 14):
        with shifted_clock(access.signature, minutes):
            checks.equal(f'clock off by {minutes} minutes', read(access.oss, bucket, 'object'), b'body')
    for minutes in (-16, 16):
        with shifted_clock(access.signature, minutes):
            get = lambda: read(access.oss, bucket, 'object')
            raised = refused(checks, f'clock off by {minutes} minutes', get, 403, 'RequestTimeTooSkewed', message=SKEWED)
        limit = raised and raised.error_fileds.get('MaxAllowedSkewMilliseconds')
        checks.equal(f'clock off by {minutes} minutes: the error has the limit', limit, '900000')


def shifted_clock(signature, minutes):
    """The clock of this client's signer, off by so much."""

    class ShiftedDatetime(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=minutes)

    return mock.patch(f'alibabacloud_oss_v2.signer.{signature.lower()}.datetime.datetime', ShiftedDatetime)


def head_errors(checks, access, bucket):
    client = access.oss
    for what, name, code, ec in [
        ('key', bucket, 'NoSuchKey', '0026-00000001'),
        ('bucket', access.new_name('missing'), 'NoSuchBucket', '0015-00000101'),
    ]:
        head = lambda: client.head_object(oss.HeadObjectRequest(name, 'missing'))
        raised = refused(checks, f'head of a missing {what}', head, 404, code, ec=ec, snapshot=b'')
        shown = raised and raised.headers.get('x-oss-request-id')
        checks.equal(f'head of a missing {what}: request id', raised and raised.error_fileds.get('RequestId'), shown)
    raised = refused(checks, 'get of a missing key', lambda: read(client, bucket, 'missing'), 404, 'NoSuchKey', ec='0026-00000001')
    checks.equal('get of a missing key: the error names it', raised and raised.error_fileds.get('Key'), 'missing')
    checks.equal('plain HTTP client', requests.get(access.server.endpoint).status_code, 403)

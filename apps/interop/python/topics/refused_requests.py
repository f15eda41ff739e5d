"""Requests whose signature, time or address is wrong (protocol reference §3, §4.1, §4.4; observed behaviour 8, 12, 13)."""

from datetime import datetime, timedelta
from unittest import mock

import oss2
from oss2.exceptions import AccessDenied, InvalidArgument, NoSuchBucket, NoSuchKey, ServerError, SignatureDoesNotMatch

UNKNOWN_KEY = dict(status=403, code='InvalidAccessKeyId', ec='0002-00000902')
WRONG_SIGNATURE = dict(status=403, code='SignatureDoesNotMatch', ec='0002-00000040')


def run(checks, client):
    with client.new_bucket('refused') as bucket:
        bucket.put_object('object', b'body')
        credentials(checks, client, bucket)
        clock(checks, client, bucket)
        head_errors(checks, client, bucket)
        if client.signature == 'V4':
            scope(checks, client, bucket)
        anonymous = client.bucket(bucket.bucket_name, auth=oss2.AnonymousAuth())
        checks.raises('anonymous get', AccessDenied, lambda: anonymous.get_object('object'), status=403, code='AccessDenied')
        checks.equal('the object is as it was', bucket.get_object('object').read(), b'body')


def credentials(checks, client, bucket):
    wrong = client.bucket(bucket.bucket_name, auth=client.auth_with(access_key_secret='not-the-secret'))
    raised = checks.raises('wrong secret', SignatureDoesNotMatch, lambda: wrong.put_object('object', b'other'), **WRONG_SIGNATURE)
    for element in ('OSSAccessKeyId', 'SignatureProvided', 'StringToSign', 'StringToSignBytes', 'RequestId', 'HostId'):
        checks.true(f'wrong secret: the error has {element}', raised and raised.details.get(element), raised)
    checks.raises('wrong secret, head', SignatureDoesNotMatch, lambda: wrong.head_object('object'), **WRONG_SIGNATURE)
    unknown = client.auth_with(access_key_id='LTAInobody')
    for what, stranger in [
        ('', client.bucket(bucket.bucket_name, auth=unknown)),
        (', no such bucket', client.bucket(client.new_name('missing'), auth=unknown)),
    ]:
        checks.raises(f'unknown access key{what}', ServerError, lambda: stranger.get_object('object'), **UNKNOWN_KEY)
        checks.raises(f'unknown access key, rule{what}', ServerError, stranger.get_bucket_encryption, **UNKNOWN_KEY)
        checks.raises(f'unknown access key, head{what}', ServerError, lambda: stranger.head_object('object'), **UNKNOWN_KEY)


def clock(checks, client, bucket):
    for minutes in (-14, 14):
        with shifted_clock(minutes):
            checks.equal(f'clock off by {minutes} minutes', bucket.get_object('object').status, 200)
    for minutes in (-16, 16):
        with shifted_clock(minutes):
            raised = checks.raises(
                f'clock off by {minutes} minutes',
                ServerError,
                lambda: bucket.put_object('object', b'late'),
                status=403,
                code='RequestTimeTooSkewed',
                ec='0002-00000504',
                message='The difference between the request time and the current time is too large.',
            )
        limit = raised and raised.details.get('MaxAllowedSkewMilliseconds')
        checks.equal(f'clock off by {minutes} minutes: the error has the limit', limit, '900000')
        checks.true(
            f'clock off by {minutes} minutes: the error has both times',
            raised and raised.details.get('RequestTime') and raised.details.get('ServerTime'),
            raised,
        )


def shifted_clock(minutes):
    """oss2's clock, for both signatures, off by so much."""
    shift = timedelta(minutes=minutes)

    class ShiftedDatetime(datetime):
        @classmethod
        def utcnow(cls):
            return datetime.utcnow() + shift

    date = (datetime.utcnow() + shift).strftime('%a, %d %b %Y %H:%M:%S GMT')
    return mock.patch.multiple('oss2.auth', datetime=ShiftedDatetime, utils=mock.Mock(wraps=oss2.utils, http_date=lambda: date))


def head_errors(checks, client, bucket):
    for what, error, target, code, ec in [
        ('key', NoSuchKey, bucket, 'NoSuchKey', '0026-00000001'),
        ('bucket', NoSuchBucket, client.bucket(client.new_name('missing')), 'NoSuchBucket', '0015-00000101'),
    ]:
        raised = checks.raises(
            f'head of a missing {what}', error, lambda: target.head_object('missing'), status=404, code=code, ec=ec, body=b''
        )
        checks.equal(f'head of a missing {what}: x-oss-ec', raised and raised.headers.get('x-oss-ec'), ec)
        checks.equal(f'head of a missing {what}: request id', raised and raised.details.get('RequestId'), raised and raised.request_id)
    raised = checks.raises('get of a missing key', NoSuchKey, lambda: bucket.get_object('missing'), status=404, ec='0026-00000001')
    checks.equal('get of a missing key: the error names it', raised and raised.details.get('Key'), 'missing')
    checks.equal('get of a missing key: x-oss-ec', raised and raised.headers.get('x-oss-ec'), '0026-00000001')


def scope(checks, client, bucket):
    elsewhere = oss2.Bucket(client.auth, client.server.endpoint, bucket.bucket_name, region='made-up-1')
    checks.equal('another region is accepted', elsewhere.get_object('object').status, 200)
    other = client.bucket(bucket.bucket_name)
    other.product = 'ecs'
    for what, call in [('get', lambda: other.get_object('object')), ('head', lambda: other.head_object('object'))]:
        checks.raises(
            f'another product, {what}',
            InvalidArgument,
            call,
            status=400,
            ec='0002-00000227',
            message='Invalid signing product in Authorization header.',
        )

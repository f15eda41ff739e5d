"""Ranges beyond the object, conditions, object meta, and headers that a signed request may override (protocol reference §4.3, §4.6)."""

import time
from email.utils import formatdate

from oss2.exceptions import NoSuchKey, NotModified, PreconditionFailed, ServerError

from expectations import is_request_id, sse_of, sse_request

BODY = b'0123456789'


def run(checks, client):
    with client.new_bucket('reads') as bucket:
        put = bucket.put_object('object.txt', BODY, headers=sse_request('AES256'))
        reply_headers(checks, bucket, put)
        ranges(checks, bucket)
        conditions(checks, bucket, put.etag)
        meta(checks, bucket, put.etag)
        got = bucket.get_object(
            'object.txt',
            params={
                'response-content-type': 'text/x-other',
                'response-cache-control': 'no-store',
                'response-content-disposition': 'attachment; filename="a b"',
            },
        )
        came = tuple(got.headers.get(name) for name in ('Content-Type', 'Cache-Control', 'Content-Disposition'))
        checks.equal('overridden reply headers', came, ('text/x-other', 'no-store', 'attachment; filename="a b"'))


def reply_headers(checks, bucket, put):
    for what, result in [('put', put), ('get', bucket.get_object('object.txt')), ('head', bucket.head_object('object.txt'))]:
        checks.true(f'{what}: x-oss-request-id', is_request_id(result.request_id), result.request_id)
        checks.equal(f'{what}: Server', result.headers.get('Server'), 'AliyunOSS')
        checks.true(f'{what}: Date', result.headers.get('Date'), result.headers)
        checks.true(f'{what}: ETag is quoted', result.headers['ETag'] == f'"{put.etag}"', result.headers['ETag'])
    for what, read in [('get', bucket.get_object), ('head', bucket.head_object), ('object meta', bucket.get_object_meta)]:
        modified = read('object.txt').last_modified
        checks.true(f'{what}: Last-Modified', modified is not None and abs(time.time() - modified) < 900, modified)
    head = bucket.head_object('object.txt')
    checks.equal('head: type and class', (head.object_type, head.headers.get('x-oss-storage-class')), ('Normal', 'Standard'))
    checks.equal('head: Accept-Ranges', head.headers.get('Accept-Ranges'), 'bytes')
    checks.equal('head: Content-Type from the name', head.content_type, 'text/plain')


def ranges(checks, bucket):
    standard = {'x-oss-range-behavior': 'standard'}
    for byte_range, headers, expected in [
        ((2, 5), {}, (206, b'2345')),
        ((7, None), {}, (206, b'789')),
        ((None, 3), {}, (206, b'789')),
        ((5, 100), {}, (200, BODY)),
        ((5, 100), standard, (206, b'56789')),
        ((10, 12), {}, (200, BODY)),
        ((5, 2), {}, (200, BODY)),
    ]:
        got = bucket.get_object('object.txt', byte_range=byte_range, headers=headers)
        checks.equal(f"range {byte_range} {' '.join(headers.values())}", (got.status, got.read()), expected)
    checks.raises(
        'range that starts past the end, standard',
        ServerError,
        lambda: bucket.get_object('object.txt', byte_range=(10, 12), headers=standard),
        status=416,
        code='InvalidRange',
    )


def conditions(checks, bucket, etag):
    past, future = formatdate(0, usegmt=True), formatdate(4_000_000_000, usegmt=True)
    for name, value, error in [
        ('If-Match', etag, None),
        ('If-Match', f'"{etag}"', None),
        ('If-Match', '0' * 32, PreconditionFailed),
        ('If-None-Match', '0' * 32, None),
        ('If-None-Match', f'"{etag}"', NotModified),
        ('If-Modified-Since', past, None),
        ('If-Modified-Since', future, NotModified),
        ('If-Unmodified-Since', future, None),
        ('If-Unmodified-Since', past, PreconditionFailed),
    ]:
        headers = {name: value}
        for what, call in [
            ('get', lambda: bucket.get_object('object.txt', headers=headers)),
            ('head', lambda: bucket.head_object('object.txt', headers=headers)),
        ]:
            said = f'{what} with {name}: {value}'
            if error is None:
                checks.equal(said, call().status, 200)
            else:
                checks.raises(said, error, call, status=error.status)


def meta(checks, bucket, etag):
    found = bucket.get_object_meta('object.txt')
    checks.equal('object meta: length and ETag', (found.content_length, found.etag), (len(BODY), etag))
    checks.equal('object meta: no encryption headers', sse_of(found), (None, None, None))
    checks.equal('object_exists', (bucket.object_exists('object.txt'), bucket.object_exists('missing')), (True, False))
    checks.raises('object meta of a missing object', NoSuchKey, lambda: bucket.get_object_meta('missing'), status=404)

"""Bodies of every size and from every kind of source come back as they were, with ETag, CRC-64 and Content-MD5 of the plaintext (§2.7)."""

import base64
import io
import os
import tempfile
from hashlib import md5

from oss2.exceptions import InvalidDigest, NoSuchKey

from expectations import pattern_bytes, sse_of, sse_request

# Around the ends of chunks (16 KiB) and around what is kept inside a row (32 KiB).
SIZES = [0, 1, 16_383, 16_384, 16_385, 32_700, 32_768, 32_769, 65_536, 1_048_579]
ENCRYPTIONS = [(None, None), ('AES256', None), ('SM4', None), ('KMS', None), ('KMS', 'SM4')]


def run(checks, client):
    with client.new_bucket('bodies') as bucket:
        for algorithm, data in ENCRYPTIONS:
            for size in SIZES:
                round_trip(
                    checks,
                    bucket,
                    f"{algorithm or '-'}/{data or '-'}, {size} bytes",
                    pattern_bytes(size),
                    sse_request(algorithm, None, data),
                )
        sources(checks, bucket)
        content_md5(checks, bucket)
        overwrite(checks, bucket)


def round_trip(checks, bucket, what, body, headers):
    put = bucket.put_object('body', body, headers=headers)
    got = bucket.get_object('body')
    right = got.read() == body and got.content_length == len(body) and put.etag == got.etag == md5(body).hexdigest().upper()
    checks.true(what, right, (got.content_length, put.etag, got.etag))
    checks.true(
        f'{what}: CRC-64', put.crc is not None and put.crc == got.server_crc == got.client_crc, (put.crc, got.server_crc, got.client_crc)
    )


def sources(checks, bucket):
    body = pattern_bytes(3_000_000)
    headers = sse_request('AES256')

    def pieces():
        for start in range(0, len(body), 70_001):
            yield body[start : start + 70_001]

    for what, source in [
        ('text', 'héllo 中文'),
        ('file object', io.BytesIO(body)),
        ('generator, sent chunked', pieces()),
        ('empty generator', iter(())),
    ]:
        expected = source.encode() if isinstance(source, str) else b'' if what == 'empty generator' else body
        put = bucket.put_object('source', source, headers=headers)
        got = bucket.get_object('source')
        checks.true(f'put from {what}', got.read() == expected and sse_of(put) == sse_of(got) == ('AES256', None, None), put.headers)
    with tempfile.TemporaryDirectory() as folder:
        sent, fetched = os.path.join(folder, 'sent'), os.path.join(folder, 'fetched')
        with open(sent, 'wb') as file:
            file.write(body)
        bucket.put_object_from_file('source', sent, headers=headers)
        bucket.get_object_to_file('source', fetched)
        with open(fetched, 'rb') as file:
            checks.true('from a file to a file', file.read() == body, 'other bytes')


def content_md5(checks, bucket):
    right = base64.b64encode(md5(b'body').digest()).decode()
    wrong = base64.b64encode(md5(b'another').digest()).decode()
    put = bucket.put_object('digest', b'body', headers={'Content-MD5': right})
    checks.equal('right Content-MD5', put.status, 200)
    checks.equal('get shows Content-MD5', bucket.get_object('digest').headers.get('Content-MD5'), right)
    for what, digest in [('wrong', wrong), ('malformed', 'not base64 of 16 bytes')]:
        checks.raises(
            f'{what} Content-MD5',
            InvalidDigest,
            lambda: bucket.put_object('never', b'body', headers={'Content-MD5': digest}),
            status=400,
            code='InvalidDigest',
        )
        checks.raises(f'{what} Content-MD5 stores nothing', NoSuchKey, lambda: bucket.get_object('never'), status=404)

    def pieces():
        yield b'bo'
        yield b'dy'

    checks.raises(
        'wrong Content-MD5 of a chunked body',
        InvalidDigest,
        lambda: bucket.put_object('never', pieces(), headers={'Content-MD5': wrong}),
        status=400,
    )
    checks.equal('wrong Content-MD5 of a chunked body stores nothing', bucket.object_exists('never'), False)


def overwrite(checks, bucket):
    bucket.put_object('twice', pattern_bytes(200_000), headers=sse_request('KMS'))
    bucket.put_object('twice', b'second', headers=sse_request('AES256'))
    got = bucket.get_object('twice')
    checks.equal('overwritten object', (got.read(), sse_of(got)), (b'second', ('AES256', None, None)))

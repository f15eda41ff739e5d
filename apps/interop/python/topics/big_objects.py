"""20 MiB whole, in ranges, and sent chunked."""

from hashlib import md5

from expectations import pattern_bytes, sse_request

SIZE = 20 << 20
CHUNK = 16 << 10

RANGES = [
    (0, 0),
    (0, CHUNK - 1),
    (CHUNK - 1, CHUNK),
    (CHUNK, 2 * CHUNK - 1),
    (1_000_003, 9_000_007),
    (SIZE - 1, SIZE - 1),
    (SIZE - CHUNK - 5, SIZE - 1),
    (5 * CHUNK + 1, None),
    (None, 100_001),
]


def run(checks, client):
    body = pattern_bytes(SIZE)
    with client.new_bucket('big') as bucket:
        for algorithm, data in [(None, None), ('AES256', None), ('KMS', 'SM4')]:
            what = f"20 MiB {algorithm or '-'}/{data or '-'}"
            put = bucket.put_object('big', body, headers=sse_request(algorithm, None, data))
            checks.equal(f'{what}: ETag', put.etag, md5(body).hexdigest().upper())
            got = bucket.get_object('big')
            checks.true(f'{what}: whole', got.read() == body and got.server_crc == got.client_crc, (got.server_crc, got.client_crc))
            for byte_range in RANGES:
                check_range(checks, bucket, what, body, byte_range)
        bucket.put_object('big', (body[n : n + 100_003] for n in range(0, SIZE, 100_003)), headers=sse_request('AES256'))
        checks.true('20 MiB sent chunked', bucket.get_object('big').read() == body, 'other bytes')


def check_range(checks, bucket, what, body, byte_range):
    first, last = byte_range
    start, end = (SIZE - last, SIZE) if first is None else (first, SIZE if last is None else last + 1)
    got = bucket.get_object('big', byte_range=byte_range)
    said = (got.status, got.content_length, got.content_range)
    expected = (206, end - start, f'bytes {start}-{end - 1}/{SIZE}')
    checks.true(
        f"{what}: range {'' if first is None else first}-{'' if last is None else last}",
        said == expected and got.read() == body[start:end],
        said,
    )

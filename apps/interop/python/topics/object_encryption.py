"""Which encryption a put gets from its headers, and that put, get, head and a range all say so (protocol reference §2.1-2.3)."""

from hashlib import md5

from expectations import pattern_bytes, sse_of, sse_request

BODY = pattern_bytes(100_000)


def run(checks, client):
    key = client.server.kms_key_id
    with client.new_bucket('matrix') as bucket:
        default_key = sse_of(bucket.put_object('default-key', BODY, headers=sse_request('KMS')))[1]
        checks.true('KMS without a key names the default key', default_key and default_key != key, default_key)
        for (algorithm, data, wanted_key), expected in matrix(key, default_key):
            what = f"{algorithm or '-'}/{data or '-'}/{'K' if wanted_key else '-'}"
            put_and_read(checks, bucket, what, sse_request(algorithm, wanted_key, data), expected)
        alias = client.server.kms_alias
        put_and_read(checks, bucket, 'KMS/-/alias', sse_request('KMS', alias), ('KMS', key, None))


def matrix(key, default_key):
    """(algorithm, data encryption, key) of the request, (algorithm, key, data encryption) of every reply: the table of §2.3."""
    return [
        ((None, None, None), (None, None, None)),
        (('AES256', None, None), ('AES256', None, None)),
        (('SM4', None, None), ('SM4', None, None)),
        (('KMS', None, None), ('KMS', default_key, None)),
        (('KMS', None, key), ('KMS', key, None)),
        (('KMS', 'SM4', None), ('KMS', default_key, 'SM4')),
        (('KMS', 'SM4', key), ('KMS', key, 'SM4')),
        (('AES256', 'SM4', None), ('AES256', None, None)),
        (('SM4', 'SM4', None), ('SM4', None, None)),
        ((None, 'SM4', None), (None, None, None)),
    ]


def put_and_read(checks, bucket, what, headers, expected):
    name = f'{what}.bin'
    put = bucket.put_object(name, BODY, headers=headers)
    checks.equal(f'{what}: put says', sse_of(put), expected)
    checks.equal(f'{what}: ETag is the MD5 of the plaintext', put.etag, md5(BODY).hexdigest().upper())
    got = bucket.get_object(name)
    checks.equal(f'{what}: get says', sse_of(got), expected)
    checks.true(f'{what}: get gives the bytes back', got.read() == BODY, 'other bytes')
    checks.true(
        f'{what}: CRC-64 of server and client agree',
        got.server_crc is not None and got.server_crc == got.client_crc,
        (got.server_crc, got.client_crc),
    )
    head = bucket.head_object(name)
    checks.equal(f'{what}: head says', sse_of(head), expected)
    checks.equal(f'{what}: head has the length of the plaintext', head.content_length, len(BODY))
    part = bucket.get_object(name, byte_range=(16_380, 16_390))
    checks.equal(f'{what}: a range says', sse_of(part), expected)
    checks.equal(f'{what}: a range gives its bytes', part.read(), BODY[16_380:16_391])

"""The encryptions that an object can have, and how the checks of whole objects compare them."""

from collections import namedtuple

from oss2.utils import Crc64

from expectations import sse_of, sse_request

# What a request asks for with `headers` is what every reply about the object says: `echo`, as `sse_of` shows it.
Encryption = namedtuple('Encryption', 'name headers echo')


def every_encryption(bucket):
    """None, AES256, KMS with the default key, KMS with SM4 data, SM4."""
    default_key = sse_of(bucket.put_object('default-key', b'body', headers=sse_request('KMS')))[1]
    bucket.delete_object('default-key')
    return [
        Encryption('none', {}, (None, None, None)),
        Encryption('AES256', sse_request('AES256'), ('AES256', None, None)),
        Encryption('KMS', sse_request('KMS'), ('KMS', default_key, None)),
        Encryption('KMS/SM4', sse_request('KMS', None, 'SM4'), ('KMS', default_key, 'SM4')),
        Encryption('SM4', sse_request('SM4'), ('SM4', None, None)),
    ]


def every_encryption_and_key(bucket, server):
    """`every_encryption`, and KMS with two keys of the user's own."""
    own = [('key 1', server.kms_key_id), ('key 2', server.other_kms_key_id)]
    return every_encryption(bucket) + [Encryption(f'KMS {name}', sse_request('KMS', key), ('KMS', key, None)) for name, key in own]


def crc64(body):
    crc = Crc64()
    crc.update(body)
    return crc.crc


def check_object(checks, bucket, key, what, body, echo):
    """get and head must show this body, its CRC-64 and this encryption."""
    got = bucket.get_object(key)
    checks.equal(f'{what}: get says', (sse_of(got), got.server_crc), (echo, crc64(body)))
    checks.true(f'{what}: get gives the bytes', got.read() == body, 'other bytes')
    head = bucket.head_object(key)
    checks.equal(f'{what}: head says', (sse_of(head), head.content_length, head.etag), (echo, len(body), got.etag))


def check_ranges(checks, bucket, key, what, body, borders, echo):
    """Ranges across and beside each border must give their bytes and show this encryption."""
    for border in borders:
        for first, last in [(border - 1, border), (border, border + 4), (max(0, border - 70_000), min(border + 70_000, len(body) - 1))]:
            last = min(last, len(body) - 1)
            got = bucket.get_object(key, byte_range=(first, last))
            came = (got.status, sse_of(got), got.read() == body[first : last + 1])
            checks.equal(f'{what}: range {first}-{last}: status, encryption, right bytes', came, (206, echo, True))

"""The encryptions that an object can have, and how the checks of whole objects compare them."""

from collections import namedtuple

import alibabacloud_oss_v2 as oss
from alibabacloud_oss_v2.crc import Crc64

from expectations import sse_of

# A request with the arguments `asked` is answered, as is every later one about the object, with `echo`, as `sse_of` shows it.
Encryption = namedtuple('Encryption', 'name asked echo')


def sse(algorithm=None, key_id=None, data=None):
    """The arguments of a request that ask for an encryption."""
    return dict(server_side_encryption=algorithm, server_side_encryption_key_id=key_id, server_side_data_encryption=data)


def every_encryption(access, bucket):
    """None, AES256, KMS with the default key and with one of the user's own, KMS with SM4 data, SM4."""
    key = access.server.kms_key_id
    default_key = sse_of(access.oss.put_object(oss.PutObjectRequest(bucket, 'default-key', body=b'body', **sse('KMS'))))[1]
    access.oss.delete_object(oss.DeleteObjectRequest(bucket, 'default-key'))
    return [
        Encryption('none', sse(), (None, None, None)),
        Encryption('AES256', sse('AES256'), ('AES256', None, None)),
        Encryption('KMS', sse('KMS'), ('KMS', default_key, None)),
        Encryption('KMS with a key', sse('KMS', key), ('KMS', key, None)),
        Encryption('KMS/SM4', sse('KMS', None, 'SM4'), ('KMS', default_key, 'SM4')),
        Encryption('SM4', sse('SM4'), ('SM4', None, None)),
    ]


def crc64(body):
    """CRC-64 of a body as replies show it: a decimal number in text."""
    crc = Crc64(0)
    crc.update(body)
    return str(crc.sum64())


def read(client, bucket, key, **options):
    with client.get_object(oss.GetObjectRequest(bucket, key, **options)).body as body:
        return body.read()


def check_object(checks, client, bucket, key, what, body, echo, **version):
    """get and head must show this body, its CRC-64 and this encryption."""
    got = client.get_object(oss.GetObjectRequest(bucket, key, **version))
    checks.equal(f'{what}: get says', (sse_of(got), got.hash_crc64), (echo, crc64(body)))
    checks.true(f'{what}: get gives the bytes', got.body.read() == body, 'other bytes')
    head = client.head_object(oss.HeadObjectRequest(bucket, key, **version))
    came = (sse_of(head), head.content_length, head.etag, head.hash_crc64)
    checks.equal(f'{what}: head says', came, (echo, len(body), got.etag, crc64(body)))


def check_ranges(checks, client, bucket, key, what, body, borders, echo):
    """Ranges across and beside each border must give their bytes and show this encryption."""
    for border in borders:
        for first, last in [(border - 1, border), (border, border + 4), (max(0, border - 70_000), border + 70_000)]:
            last = min(last, len(body) - 1)
            got = client.get_object(oss.GetObjectRequest(bucket, key, range_header=f'bytes={first}-{last}'))
            came = (got.status_code, got.content_range, sse_of(got), got.body.read() == body[first : last + 1])
            expected = (206, f'bytes {first}-{last}/{len(body)}', echo, True)
            checks.equal(f'{what}: range {first}-{last}: status, range, encryption, right bytes', came, expected)

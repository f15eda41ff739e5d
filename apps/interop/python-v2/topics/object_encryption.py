"""Put, get, head and ranges under every encryption, with metadata, from and into every kind of body (protocol reference §2.1-2.3)."""

import io
import os
import tempfile
from hashlib import md5

import alibabacloud_oss_v2 as oss

from encryptions import check_object, check_ranges, crc64, every_encryption, read, sse
from expectations import pattern_bytes, sse_of

BODY = pattern_bytes(100_000)
SIZES = [0, 1, 16_383, 16_384, 16_385, 65_536, 1_000_003]
# This client signs other bytes than it sends when they are not ASCII.
METADATA = {'note': 'kept', 'spaced': 'a b  c', 'signs': '%E4 +&=;'}


def run(checks, access):
    client = access.oss
    with access.new_bucket('matrix') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(encryption.name) as part:
                described(part, client, bucket, encryption)
                sizes(part, client, bucket, encryption)
                bodies(part, client, bucket, encryption)
        key = access.server.kms_key_id
        put = client.put_object(oss.PutObjectRequest(bucket, 'alias', body=BODY, **sse('KMS', access.server.kms_alias)))
        checks.equal('an alias: put says', sse_of(put), ('KMS', key, None))
        check_object(checks, client, bucket, 'alias', 'an alias', BODY, ('KMS', key, None))


def described(checks, client, bucket, encryption):
    put = client.put_object(
        oss.PutObjectRequest(
            bucket,
            'described',
            body=BODY,
            metadata=METADATA,
            content_type='text/x-interop',
            cache_control='no-store',
            content_disposition='attachment; filename="a b"',
            **encryption.asked,
        )
    )
    digest = md5(BODY).hexdigest().upper()
    checks.equal('put says', (sse_of(put), put.etag, put.hash_crc64), (encryption.echo, f'"{digest}"', crc64(BODY)))
    check_object(checks, client, bucket, 'described', 'object', BODY, encryption.echo)
    check_ranges(checks, client, bucket, 'described', 'object', BODY, [16_384, 81_920, 99_999], encryption.echo)
    head = client.head_object(oss.HeadObjectRequest(bucket, 'described'))
    came = (head.object_type, head.content_type, head.cache_control, head.content_disposition)
    checks.equal('head: type and headers', came, ('Normal', 'text/x-interop', 'no-store', 'attachment; filename="a b"'))
    checks.equal('head: metadata', dict(head.metadata), METADATA)
    meta = client.get_object_meta(oss.GetObjectMetaRequest(bucket, 'described'))
    checks.equal('object meta', (meta.etag, meta.content_length), (f'"{digest}"', len(BODY)))


def sizes(checks, client, bucket, encryption):
    for size in SIZES:
        body = pattern_bytes(size)
        client.put_object(oss.PutObjectRequest(bucket, 'sized', body=body, **encryption.asked))
        check_object(checks, client, bucket, 'sized', f'{size} bytes', body, encryption.echo)


def bodies(checks, client, bucket, encryption):
    """Text, a stream, an iterator of unknown length, a file; and into a file."""
    pieces = [BODY[n : n + 7_001] for n in range(0, len(BODY), 7_001)]
    for what, body, expected in [
        # Of text this client sends the length in characters.
        ('text', 'text ' * 9_000, b'text ' * 9_000),
        ('stream', io.BytesIO(BODY), BODY),
        ('iterator', iter(pieces), BODY),
    ]:
        client.put_object(oss.PutObjectRequest(bucket, 'body', body=body, **encryption.asked))
        check_object(checks, client, bucket, 'body', what, expected, encryption.echo)
    with tempfile.TemporaryDirectory() as folder:
        sent, fetched = os.path.join(folder, 'sent'), os.path.join(folder, 'fetched')
        with open(sent, 'wb') as file:
            file.write(BODY)
        client.put_object_from_file(oss.PutObjectRequest(bucket, 'body', **encryption.asked), sent)
        client.get_object_to_file(oss.GetObjectRequest(bucket, 'body'), fetched)
        with open(fetched, 'rb') as file:
            checks.true('from and to a file', file.read() == BODY, 'other bytes')
    with client.open_file(bucket, 'body') as remote:
        remote.seek(16_380)
        checks.true('as a file that seeks', remote.read(70_000) == BODY[16_380:86_380], 'other bytes')
    pulled = b''.join(client.get_object(oss.GetObjectRequest(bucket, 'body')).body.iter_bytes(block_size=1_000))
    checks.true('in blocks', pulled == BODY and read(client, bucket, 'body') == BODY, 'other bytes')

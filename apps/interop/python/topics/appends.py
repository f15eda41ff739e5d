"""AppendObject: the first append fixes the encryption; positions must be right; of several at once one wins (protocol reference §2.6)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

from oss2.exceptions import NoSuchKey, ObjectNotAppendable, OssError, PositionNotEqualToLength, ServerError

from encryptions import check_object, check_ranges, crc64, every_encryption
from expectations import pattern_bytes, sse_of, sse_request

SIZES = [1, 16_383, 20_000, 300_001, 0, 5]
WRONG_POSITION = dict(status=409, code='PositionNotEqualToLength', ec='0026-00000016')


def run(checks, client):
    with client.new_bucket('appends') as bucket:
        for encryption in every_encryption(bucket):
            with checks.section(encryption.name) as part:
                growing(part, bucket, encryption)
        refused(checks, client, bucket)
        at_once(checks, bucket)


def growing(checks, bucket, encryption):
    key = f'growing {encryption.name}'
    body = pattern_bytes(sum(SIZES))
    start = 0
    for end in accumulate(SIZES):
        # Later headers are ignored.
        headers = encryption.headers if start == 0 else sse_request('AES256')
        done = bucket.append_object(key, start, body[start:end], headers=dict(headers), init_crc=crc64(body[:start]) if start else 0)
        came = (sse_of(done), done.next_position, done.crc)
        checks.equal(f'append up to {end} says', came, (encryption.echo, end, crc64(body[:end])))
        check_object(checks, bucket, key, f'after {end} bytes', body[:end], encryption.echo)
        start = end
    check_ranges(checks, bucket, key, 'ranges', body, list(accumulate(SIZES))[:-2], encryption.echo)
    head = bucket.head_object(key)
    came = (head.object_type, head.headers.get('x-oss-next-append-position'))
    checks.equal('head: type, next position', came, ('Appendable', str(len(body))))


def refused(checks, client, bucket):
    append = lambda key, position, **headers: lambda: bucket.append_object(key, position, b'body', headers=headers)
    checks.raises('append to nothing beyond 0', PositionNotEqualToLength, append('new', 4), **WRONG_POSITION)
    append('refused', 0, **sse_request('SM4'))()
    raised = checks.raises('append at a wrong position', PositionNotEqualToLength, append('refused', 3), **WRONG_POSITION)
    checks.equal('which says where to go on', raised and raised.headers.get('x-oss-next-append-position'), '4')
    bucket.put_object('normal', b'body', headers=sse_request('AES256'))
    checks.raises('append to an object that was put', ObjectNotAppendable, append('normal', 4), status=409, code='ObjectNotAppendable')
    for what, headers, code in [
        ('a key that is missing', sse_request('KMS', 'no-such-key'), 'KeyNotFound'),
        ('a disabled key', sse_request('KMS', client.server.disabled_kms_key_id), 'KeyDisabled'),
    ]:
        checks.raises(f'first append with {what}', ServerError, append('never', 0, **headers), code=code)
    checks.raises('nothing is stored', NoSuchKey, lambda: bucket.get_object('never'), status=404)
    check_object(checks, bucket, 'refused', 'after refused appends', b'body', ('SM4', None, None))


def at_once(checks, bucket):
    bucket.append_object('race', 0, b'begin', headers=sse_request('KMS'))
    bodies = [bytes([65 + n]) * 40_000 for n in range(6)]

    def append(body):
        try:
            return bucket.append_object('race', 5, body).status
        except OssError as error:
            return error.code

    with ThreadPoolExecutor(6) as threads:
        came = list(threads.map(append, bodies))
    checks.equal('six appends at once: one wins', sorted(map(str, came)), ['200'] + ['PositionNotEqualToLength'] * 5)
    won = bodies[came.index(200)] if 200 in came else b''
    checks.true('its bytes are there, whole', bucket.get_object('race').read() == b'begin' + won, 'other bytes')

"""AppendObject, by request and as a file: the first append fixes the encryption (protocol reference §2.6, §4.6, observed behaviour 26)."""

from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

import alibabacloud_oss_v2 as oss

from encryptions import check_object, check_ranges, crc64, every_encryption, sse
from expectations import pattern_bytes, sse_of
from refusals import refused

SIZES = [5, 16_379, 16_384, 1, 50_001]
BODY = pattern_bytes(sum(SIZES))


def run(checks, access):
    client = access.oss
    with access.new_bucket('appends') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(encryption.name) as part:
                one_by_one(part, client, bucket, encryption)
                as_a_file(part, client, bucket, encryption)
        refusals(checks, client, bucket)
        at_once(checks, client, bucket)


def append(client, bucket, key, position, body, **options):
    return client.append_object(oss.AppendObjectRequest(bucket, key, position=position, body=body, **options))


def one_by_one(checks, client, bucket, encryption):
    key, end = f'appended {encryption.name}', 0
    for number, size in enumerate(SIZES):
        # Later appends ask for something else, in vain.
        options = dict(metadata={'note': 'first'}, **encryption.asked) if number == 0 else dict(metadata={'note': 'later'}, **sse('SM4'))
        done = append(client, bucket, key, end, BODY[end : end + size], **options)
        end += size
        came = (sse_of(done), done.next_position, done.hash_crc64)
        checks.equal(f'append {number + 1} says', came, (encryption.echo, end, crc64(BODY[:end])))
    check_object(checks, client, bucket, key, 'object', BODY, encryption.echo)
    check_ranges(checks, client, bucket, key, 'object', BODY, list(accumulate(SIZES))[:-1], encryption.echo)
    head = client.head_object(oss.HeadObjectRequest(bucket, key))
    came = (head.object_type, head.next_append_position, head.metadata)
    checks.equal('head: type, position, metadata of the first', came, ('Appendable', len(BODY), {'note': 'first'}))


def as_a_file(checks, client, bucket, encryption):
    parameter = oss.AppendObjectRequest(content_type='text/x-log', **encryption.asked)
    with client.append_file(bucket, 'log', create_parameter=parameter) as file:
        file.write(BODY[:20_000])
        file.write_from(BODY[20_000:40_000])
    with client.append_file(bucket, 'log') as file:
        checks.equal('file: position when opened again', file.tell(), 40_000)
        file.write(BODY[40_000:])
    check_object(checks, client, bucket, 'log', 'file', BODY, encryption.echo)
    checks.equal('file: type', client.head_object(oss.HeadObjectRequest(bucket, 'log')).content_type, 'text/x-log')
    client.delete_object(oss.DeleteObjectRequest(bucket, 'log'))


def refusals(checks, client, bucket):
    append(client, bucket, 'object', 0, b'first', **sse('AES256'))
    for position in (0, 4, 6):
        raised = refused(checks, f'position {position}', lambda: append(client, bucket, 'object', position, b'x'), 409, 'PositionNotEqualToLength')
        came = raised and raised.headers.get('x-oss-next-append-position')
        checks.equal(f'position {position}: the error has the right one', came, '5')
    new = lambda: append(client, bucket, 'new', 1, b'x')
    refused(checks, 'position 1 of no object', new, 409, 'PositionNotEqualToLength')
    client.put_object(oss.PutObjectRequest(bucket, 'put', body=b'first'))
    refused(checks, 'append to an object that was put', lambda: append(client, bucket, 'put', 5, b'x'), 409, 'ObjectNotAppendable')
    check_object(checks, client, bucket, 'object', 'what was refused adds nothing', b'first', ('AES256', None, None))


def at_once(checks, client, bucket):
    """Of appends at the same position one adds its body, whole."""

    def attempt(number):
        try:
            append(client, bucket, 'object', 5, bytes([65 + number]) * 30_000)
            return number
        except oss.exceptions.OperationError as error:
            return error.unwrap().code

    with ThreadPoolExecutor(4) as threads:
        came = list(threads.map(attempt, range(4)))
    won = [number for number in came if isinstance(number, int)]
    checks.equal('four at the same position', (len(won), came.count('PositionNotEqualToLength')), (1, 3))
    check_object(checks, client, bucket, 'object', 'the one that won', b'first' + bytes([65 + won[0]]) * 30_000, ('AES256', None, None))

"""Multipart uploads by hand: parts in any order, twice and at once, under every encryption (protocol reference §2.6, §4.7)."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from itertools import accumulate

from oss2.exceptions import NoSuchUpload
from oss2.models import PartInfo, ServerSideEncryptionRule

from encryptions import check_object, check_ranges, crc64, every_encryption
from expectations import pattern_bytes, sse_of

# None but the first ends where a chunk of 16 KiB ends.
PART_SIZES = [163_840, 102_400, 131_073, 250_001, 7]
OBSERVED = {'Content-Type': 'text/x-interop', 'x-oss-meta-note': 'kept', 'Cache-Control': 'no-store'}


def run(checks, client):
    with client.new_bucket('multipart') as bucket:
        for encryption in every_encryption(bucket):
            with checks.section(encryption.name) as part:
                by_hand(part, bucket, encryption)
                at_once(part, bucket, encryption)
                the_same_part_at_once(part, bucket, encryption)
                small(part, bucket, encryption)
                complete_all(part, bucket, encryption)
                abort(part, bucket, encryption)
        with checks.section('fixed at the beginning') as part:
            fixed_by_the_first_rule(part, bucket)


def pieces_of(sizes):
    """One body in pieces of these sizes."""
    body = pattern_bytes(sum(sizes))
    return body, [body[end - size : end] for size, end in zip(sizes, accumulate(sizes))]


def multipart_etag(pieces):
    """MD5 of the parts' MD5s in upper-case hexadecimals (observed behaviour 23)."""
    etags = ''.join(md5(piece).hexdigest().upper() for piece in pieces)
    return f'{md5(etags.encode()).hexdigest().upper()}-{len(pieces)}'


def upload(checks, bucket, key, upload_id, number, piece, echo):
    """Uploads one part and gives what Complete needs of it."""
    part = bucket.upload_part(key, upload_id, number, piece)
    came = (sse_of(part), part.etag, part.crc)
    checks.equal(f'part {number} of {len(piece)} bytes says', came, (echo, md5(piece).hexdigest().upper(), crc64(piece)))
    return PartInfo(number, part.etag, size=len(piece), part_crc=part.crc)


def by_hand(checks, bucket, encryption):
    key, echo = f'by hand/{encryption.name}', encryption.echo
    body, pieces = pieces_of(PART_SIZES)
    begun = bucket.init_multipart_upload(key, headers=dict(OBSERVED, **encryption.headers))
    checks.equal('Initiate says', sse_of(begun), echo)
    upload(checks, bucket, key, begun.upload_id, 2, b'x' * 120_000, echo)
    parts = [upload(checks, bucket, key, begun.upload_id, number, pieces[number - 1], echo) for number in (4, 2, 5, 1, 3)]
    checks.equal('no object before Complete', bucket.object_exists(key), False)
    done = bucket.complete_multipart_upload(key, begun.upload_id, parts)
    checks.equal('Complete says', (sse_of(done), done.etag, done.crc), (echo, multipart_etag(pieces), crc64(body)))
    check_object(checks, bucket, key, 'object', body, echo)
    check_ranges(checks, bucket, key, 'object', body, list(accumulate(PART_SIZES))[:-1], echo)
    head = bucket.head_object(key)
    came = (head.object_type, head.etag, head.headers.get('Content-MD5'), {name: head.headers.get(name) for name in OBSERVED})
    checks.equal('head: type, ETag, no Content-MD5, headers of Initiate', came, ('Multipart', done.etag, None, OBSERVED))
    for what, call in [
        ('ListParts', lambda: bucket.list_parts(key, begun.upload_id)),
        ('UploadPart', lambda: bucket.upload_part(key, begun.upload_id, 1, b'late')),
        ('Abort', lambda: bucket.abort_multipart_upload(key, begun.upload_id)),
    ]:
        checks.raises(f'{what} after Complete', NoSuchUpload, call, status=404, code='NoSuchUpload')
    checks.equal('the object is as it was', crc64(bucket.get_object(key).read()), crc64(body))


def at_once(checks, bucket, encryption):
    key = 'at once'
    body, pieces = pieces_of([102_400 + 997 * n for n in range(12)])
    upload_id = bucket.init_multipart_upload(key, headers=encryption.headers).upload_id
    with ThreadPoolExecutor(6) as threads:
        sent = list(threads.map(lambda n: upload(checks, bucket, key, upload_id, n + 1, pieces[n], encryption.echo), reversed(range(12))))
    bucket.complete_multipart_upload(key, upload_id, sent)
    check_object(checks, bucket, key, 'twelve parts at once', body, encryption.echo)


def the_same_part_at_once(checks, bucket, encryption):
    """One of the bodies becomes the part, whole."""
    key = 'same part at once'
    upload_id = bucket.init_multipart_upload(key, headers=encryption.headers).upload_id
    bodies = [bytes([65 + n]) * (110_000 + n) for n in range(6)]
    with ThreadPoolExecutor(6) as threads:
        etags = [part.etag for part in threads.map(lambda body: bucket.upload_part(key, upload_id, 1, body), bodies)]
    listed = bucket.list_parts(key, upload_id).parts
    checks.equal('the same part six times: listed once', [part.part_number for part in listed], [1])
    checks.true('the same part six times: its ETag is one of those', listed[0].etag in etags, listed[0].etag)
    bucket.complete_multipart_upload(key, upload_id, listed)
    check_object(checks, bucket, key, 'the same part six times', bodies[etags.index(listed[0].etag)], encryption.echo)


def small(checks, bucket, encryption):
    for body in (b'', b'x'):
        upload_id = bucket.init_multipart_upload('small', headers=encryption.headers).upload_id
        parts = [upload(checks, bucket, 'small', upload_id, 10_000, body, encryption.echo)]
        done = bucket.complete_multipart_upload('small', upload_id, parts)
        checks.equal(f'one part of {len(body)} bytes: ETag', done.etag, multipart_etag([body]))
        check_object(checks, bucket, 'small', f'one part of {len(body)} bytes', body, encryption.echo)


def complete_all(checks, bucket, encryption):
    body, pieces = pieces_of([102_400, 150_001, 3])
    upload_id = bucket.init_multipart_upload('all', headers=encryption.headers).upload_id
    for number, piece in ((30, pieces[2]), (7, pieces[0]), (20, pieces[1])):
        bucket.upload_part('all', upload_id, number, piece)
    done = bucket.complete_multipart_upload('all', upload_id, None, headers={'x-oss-complete-all': 'yes'})
    checks.equal('Complete of all parts says', (sse_of(done), done.etag, done.crc), (encryption.echo, multipart_etag(pieces), crc64(body)))
    check_object(checks, bucket, 'all', 'all parts', body, encryption.echo)


def abort(checks, bucket, encryption):
    bucket.put_object('aborted', b'the former object', headers=encryption.headers)
    upload_id = bucket.init_multipart_upload('aborted', headers=encryption.headers).upload_id
    part = upload(checks, bucket, 'aborted', upload_id, 1, b'x' * 110_000, encryption.echo)
    checks.equal('Abort', bucket.abort_multipart_upload('aborted', upload_id).status, 204)
    for what, call in [
        ('ListParts', lambda: bucket.list_parts('aborted', upload_id)),
        ('UploadPart', lambda: bucket.upload_part('aborted', upload_id, 1, b'late')),
        ('Complete', lambda: bucket.complete_multipart_upload('aborted', upload_id, [part])),
        ('Abort', lambda: bucket.abort_multipart_upload('aborted', upload_id)),
    ]:
        checks.raises(f'{what} after Abort', NoSuchUpload, call, status=404, code='NoSuchUpload')
    check_object(checks, bucket, 'aborted', 'the object from before an aborted upload', b'the former object', encryption.echo)


def fixed_by_the_first_rule(checks, bucket):
    """The rule counts that the bucket had at Initiate."""
    bucket.put_bucket_encryption(ServerSideEncryptionRule(sse_algorithm='SM4'))
    upload_id = bucket.init_multipart_upload('rule').upload_id
    bucket.put_bucket_encryption(ServerSideEncryptionRule(sse_algorithm='AES256'))
    body, pieces = pieces_of([102_400, 5])
    parts = [upload(checks, bucket, 'rule', upload_id, 1, pieces[0], ('SM4', None, None))]
    bucket.delete_bucket_encryption()
    parts.append(upload(checks, bucket, 'rule', upload_id, 2, pieces[1], ('SM4', None, None)))
    checks.equal('Complete without a rule says', sse_of(bucket.complete_multipart_upload('rule', upload_id, parts)), ('SM4', None, None))
    check_object(checks, bucket, 'rule', 'begun under a rule that is gone', body, ('SM4', None, None))

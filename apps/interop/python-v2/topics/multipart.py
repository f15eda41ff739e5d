"""Multipart uploads by hand: parts in any order and at once, under every encryption (protocol reference §2.6, §4.7)."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from itertools import accumulate

import alibabacloud_oss_v2 as oss

from encryptions import check_object, check_ranges, crc64, every_encryption
from expectations import pattern_bytes, sse_of
from refusals import refused

# None but the first ends where a chunk of 16 KiB ends.
PART_SIZES = [163_840, 102_400, 131_073, 250_001, 7]


def run(checks, access):
    client = access.oss
    with access.new_bucket('multipart') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(encryption.name) as part:
                by_hand(part, client, bucket, encryption)
                at_once(part, client, bucket, encryption)
                complete_all(part, client, bucket, encryption)
                abort(part, client, bucket, encryption)


def pieces_of(sizes):
    """One body in pieces of these sizes."""
    body = pattern_bytes(sum(sizes))
    return body, [body[end - size : end] for size, end in zip(sizes, accumulate(sizes))]


def multipart_etag(pieces):
    """MD5 of the parts' MD5s in upper-case hexadecimals (observed behaviour 23)."""
    etags = ''.join(md5(piece).hexdigest().upper() for piece in pieces)
    return f'"{md5(etags.encode()).hexdigest().upper()}-{len(pieces)}"'


def begin(client, bucket, key, **options):
    return client.initiate_multipart_upload(oss.InitiateMultipartUploadRequest(bucket, key, **options))


def upload(checks, client, target, number, piece, echo):
    """Uploads one part of `target`, (bucket, key, upload id), and gives what Complete needs of it."""
    bucket, key, upload_id = target
    part = client.upload_part(oss.UploadPartRequest(bucket, key, number, upload_id, body=piece))
    came = (sse_of(part), part.etag, part.hash_crc64)
    checks.equal(f'part {number} of {len(piece)} bytes says', came, (echo, f'"{md5(piece).hexdigest().upper()}"', crc64(piece)))
    return oss.UploadPart(part_number=number, etag=part.etag)


def complete(client, target, parts=None, **options):
    bucket, key, upload_id = target
    listed = None if parts is None else oss.CompleteMultipartUpload(parts=sorted(parts, key=lambda part: part.part_number))
    return client.complete_multipart_upload(
        oss.CompleteMultipartUploadRequest(bucket, key, upload_id, complete_multipart_upload=listed, **options)
    )


def by_hand(checks, client, bucket, encryption):
    key, echo = f'by hand/{encryption.name}', encryption.echo
    body, pieces = pieces_of(PART_SIZES)
    begun = begin(client, bucket, key, content_type='text/x-interop', metadata={'note': 'kept'}, **encryption.asked)
    target = (bucket, key, begun.upload_id)
    checks.equal('Initiate says', (sse_of(begun), begun.bucket, begun.key), (echo, bucket, key))
    upload(checks, client, target, 2, b'x' * 120_000, echo)
    parts = [upload(checks, client, target, number, pieces[number - 1], echo) for number in (4, 2, 5, 1, 3)]
    listed = client.list_parts(oss.ListPartsRequest(bucket, key, begun.upload_id))
    checks.equal('ListParts says', (sse_of(listed), [part.size for part in listed.parts]), (echo, PART_SIZES))
    checks.equal('ListParts: CRC-64', [part.hash_crc64 for part in listed.parts], [crc64(piece) for piece in pieces])
    checks.equal('no object before Complete', client.is_object_exist(bucket, key), False)
    done = complete(client, target, parts)
    checks.equal('Complete says', (sse_of(done), done.etag, done.hash_crc64), (echo, multipart_etag(pieces), crc64(body)))
    check_object(checks, client, bucket, key, 'object', body, echo)
    check_ranges(checks, client, bucket, key, 'object', body, list(accumulate(PART_SIZES))[:-1], echo)
    head = client.head_object(oss.HeadObjectRequest(bucket, key))
    came = (head.object_type, head.etag, head.content_md5, head.content_type, head.metadata)
    expected = ('Multipart', done.etag, None, 'text/x-interop', {'note': 'kept'})
    checks.equal('head: type, ETag, no Content-MD5, headers of Initiate', came, expected)
    gone(checks, client, target, 'Complete')
    check_object(checks, client, bucket, key, 'the object as it was', body, echo)


def gone(checks, client, target, after):
    bucket, key, upload_id = target
    for what, call in [
        ('ListParts', lambda: client.list_parts(oss.ListPartsRequest(bucket, key, upload_id))),
        ('UploadPart', lambda: client.upload_part(oss.UploadPartRequest(bucket, key, 1, upload_id, body=b'late'))),
        ('Abort', lambda: client.abort_multipart_upload(oss.AbortMultipartUploadRequest(bucket, key, upload_id))),
    ]:
        refused(checks, f'{what} after {after}', call, 404, 'NoSuchUpload')


def at_once(checks, client, bucket, encryption):
    body, pieces = pieces_of([102_400 + 997 * n for n in range(8)])
    target = (bucket, 'at once', begin(client, bucket, 'at once', **encryption.asked).upload_id)
    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(lambda n: upload(checks, client, target, n + 1, pieces[n], encryption.echo), reversed(range(8))))
    complete(client, target, sent)
    check_object(checks, client, bucket, 'at once', 'eight parts at once', body, encryption.echo)


def complete_all(checks, client, bucket, encryption):
    body, pieces = pieces_of([102_400, 150_001, 3])
    target = (bucket, 'all', begin(client, bucket, 'all', **encryption.asked).upload_id)
    for number, piece in ((30, pieces[2]), (7, pieces[0]), (20, pieces[1])):
        upload(checks, client, target, number, piece, encryption.echo)
    done = complete(client, target, complete_all='yes')
    came = (sse_of(done), done.etag, done.hash_crc64)
    checks.equal('Complete of all parts says', came, (encryption.echo, multipart_etag(pieces), crc64(body)))
    check_object(checks, client, bucket, 'all', 'all parts', body, encryption.echo)


def abort(checks, client, bucket, encryption):
    client.put_object(oss.PutObjectRequest(bucket, 'aborted', body=b'the former object', **encryption.asked))
    target = (bucket, 'aborted', begin(client, bucket, 'aborted', **encryption.asked).upload_id)
    part = upload(checks, client, target, 1, b'x' * 110_000, encryption.echo)
    checks.equal('Abort', client.abort_multipart_upload(oss.AbortMultipartUploadRequest(*target)).status_code, 204)
    gone(checks, client, target, 'Abort')
    refused(checks, 'Complete after Abort', lambda: complete(client, target, [part]), 404, 'NoSuchUpload')
    check_object(checks, client, bucket, 'aborted', 'the object from before an aborted upload', b'the former object', encryption.echo)

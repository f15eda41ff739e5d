"""oss2's own uploader and downloader: whole, interrupted and taken up again, under every encryption."""

import os
import tempfile

import oss2
from oss2 import ResumableDownloadStore, ResumableStore

from encryptions import check_object, every_encryption
from expectations import pattern_bytes, sse_of, sse_request

SIZE = 1_300_003
PART = 131_072
BODY = pattern_bytes(SIZE)


class Interrupted(Exception):
    """Stands for a connection or a program that ends."""


def run(checks, client):
    with client.new_bucket('resumable') as bucket, tempfile.TemporaryDirectory() as folder:
        sent = os.path.join(folder, 'sent.bin')
        with open(sent, 'wb') as file:
            file.write(BODY)
        for encryption in every_encryption(bucket):
            with checks.section(encryption.name) as part:
                whole(part, bucket, encryption, sent, folder)
                taken_up(part, bucket, encryption, sent, folder)
        changed(checks, bucket, folder)


def upload(bucket, key, sent, folder, headers, **options):
    store = ResumableStore(root=folder)
    options = dict(multipart_threshold=PART, part_size=PART, num_threads=4, **options)
    return oss2.resumable_upload(bucket, key, sent, store=store, headers=headers, **options)


def download(bucket, key, target, folder, **options):
    store = ResumableDownloadStore(root=folder)
    oss2.resumable_download(bucket, key, target, multiget_threshold=PART, part_size=PART, num_threads=4, store=store, **options)
    with open(target, 'rb') as file:
        return file.read()


def progress(seen, stop_after):
    def report(done, total):
        seen.append(done)
        if 0 < stop_after < done < total:
            raise Interrupted

    return report


def whole(checks, bucket, encryption, sent, folder):
    done = upload(bucket, 'whole', sent, folder, dict(encryption.headers, **{'x-oss-meta-note': 'kept'}))
    checks.equal('uploader: Complete says', (sse_of(done), done.etag.split('-')[1:]), (encryption.echo, ['10']))
    check_object(checks, bucket, 'whole', 'uploader', BODY, encryption.echo)
    head = bucket.head_object('whole')
    checks.equal('uploader: type and metadata', (head.object_type, head.headers.get('x-oss-meta-note')), ('Multipart', 'kept'))
    checks.true('downloader', download(bucket, 'whole', os.path.join(folder, 'fetched'), folder) == BODY, 'other bytes')


def taken_up(checks, bucket, encryption, sent, folder):
    """The second call goes on with the same upload and sends only what is missing."""
    try:
        upload(bucket, 'again', sent, folder, encryption.headers, progress_callback=progress([], 3 * PART))
        checks.true('uploader was interrupted', False, 'it ran to its end')
    except Interrupted:
        pass
    begun = bucket.list_multipart_uploads().upload_list
    checks.equal('interrupted uploader: its upload', [entry.key for entry in begun], ['again'])
    kept = bucket.list_parts('again', begun[0].upload_id)
    checks.equal('interrupted uploader: ListParts says', sse_of(kept), encryption.echo)
    there = sum(part.size for part in kept.parts)
    seen = []
    done = upload(bucket, 'again', sent, folder, encryption.headers, progress_callback=progress(seen, 0))
    checks.true('uploader goes on', 3 * PART < there <= seen[0], (there, seen))
    checks.equal('uploader that went on: Complete says', sse_of(done), encryption.echo)
    check_object(checks, bucket, 'again', 'uploader that went on', BODY, encryption.echo)
    checks.equal('nothing is left of it', bucket.list_multipart_uploads().upload_list, [])
    target = os.path.join(folder, 'fetched again')
    try:
        download(bucket, 'again', target, folder, progress_callback=progress([], 3 * PART))
        checks.true('downloader was interrupted', False, 'it ran to its end')
    except Interrupted:
        pass
    seen = []
    came = download(bucket, 'again', target, folder, progress_callback=progress(seen, 0))
    checks.true('downloader goes on', seen[0] > 3 * PART and came == BODY, seen)


def changed(checks, bucket, folder):
    """The downloader reads with If-Match and If-Unmodified-Since, and begins anew when the object was replaced between two calls."""
    target = os.path.join(folder, 'changed')
    bucket.put_object('changed', BODY, headers=sse_request('AES256'))
    try:
        download(bucket, 'changed', target, folder, progress_callback=progress([], 3 * PART))
    except Interrupted:
        pass
    bucket.put_object('changed', BODY[::-1], headers=sse_request('KMS'))
    checks.true('downloader of a replaced object', download(bucket, 'changed', target, folder) == BODY[::-1], 'other bytes')

    def replace(done, total):
        if done == 0:
            bucket.put_object('changed', BODY, headers=sse_request('SM4'))

    os.remove(target)
    checks.raises(
        'object that is replaced under the downloader',
        oss2.exceptions.PreconditionFailed,
        lambda: download(bucket, 'changed', target, folder, progress_callback=replace),
        status=412,
    )

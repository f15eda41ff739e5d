"""This client's own uploader, downloader and copier: whole, interrupted and taken up again, under every encryption."""

import io
import os
import tempfile

import alibabacloud_oss_v2 as oss
from alibabacloud_oss_v2.downloader import DownloadError

from encryptions import check_object, every_encryption, sse
from expectations import pattern_bytes, sse_of

SIZE = 1_300_003
PART = 131_072
BODY = pattern_bytes(SIZE)
PARTS = dict(part_size=PART, parallel_num=3)


class Interrupted(BaseException):
    """Stands for a program that ends; the downloader tries again after any Exception."""


def run(checks, access):
    with access.new_bucket('transfers') as bucket, tempfile.TemporaryDirectory() as folder:
        sent = os.path.join(folder, 'sent.bin')
        with open(sent, 'wb') as file:
            file.write(BODY)
        every = every_encryption(access, bucket)
        for encryption, next_encryption in zip(every, every[1:] + every[:1]):
            with checks.section(encryption.name) as part:
                whole(part, access.oss, bucket, encryption, sent, folder)
                taken_up(part, access.oss, bucket, encryption, sent, folder)
                copied(part, access.oss, bucket, encryption, next_encryption)
        replaced(checks, access.oss, bucket, folder)


def content(path):
    with open(path, 'rb') as file:
        return file.read()


def whole(checks, client, bucket, encryption, sent, folder):
    request = oss.PutObjectRequest(bucket, 'whole', metadata={'note': 'kept'}, **encryption.asked)
    done = client.uploader(**PARTS).upload_file(request, sent)
    checks.equal('uploader: Complete says', (sse_of(done), done.etag[-4:]), (encryption.echo, '-10"'))
    check_object(checks, client, bucket, 'whole', 'uploader', BODY, encryption.echo)
    head = client.head_object(oss.HeadObjectRequest(bucket, 'whole'))
    checks.equal('uploader: type and metadata', (head.object_type, head.metadata), ('Multipart', {'note': 'kept'}))
    fetched = os.path.join(folder, 'fetched')
    got = client.downloader(**PARTS).download_file(oss.GetObjectRequest(bucket, 'whole'), fetched)
    checks.equal('downloader', (got.written, content(fetched) == BODY), (SIZE, True))
    # Without a checkpoint this downloader takes any range for one that begins at 0.
    ranged = client.downloader(**PARTS, enable_checkpoint=True, checkpoint_dir=folder)
    ranged.download_file(oss.GetObjectRequest(bucket, 'whole', range_header='bytes=16383-900000'), fetched)
    checks.true('downloader of a range', content(fetched) == BODY[16_383:900_001], 'other bytes')
    client.uploader(**PARTS).upload_from(oss.PutObjectRequest(bucket, 'stream', **encryption.asked), io.BytesIO(BODY[:700_001]))
    check_object(checks, client, bucket, 'stream', 'uploader of a stream', BODY[:700_001], encryption.echo)
    client.uploader(**PARTS).upload_from(oss.PutObjectRequest(bucket, 'small', **encryption.asked), io.BytesIO(b'small'))
    check_object(checks, client, bucket, 'small', 'uploader of few bytes', b'small', encryption.echo)


def interrupt_after(size):
    def progress(increment, done, total):
        if size < done < total:
            raise Interrupted

    return progress


def taken_up(checks, client, bucket, encryption, sent, folder):
    """The second call goes on with the same upload or download and moves only what is missing."""
    options = dict(part_size=PART, parallel_num=1, enable_checkpoint=True, checkpoint_dir=folder)
    request = lambda progress: oss.PutObjectRequest(bucket, 'again', progress_fn=progress, **encryption.asked)
    ended = attempt(lambda: client.uploader(**options).upload_file(request(interrupt_after(3 * PART)), sent))
    checks.true('uploader was interrupted', isinstance(ended, Interrupted), ended)
    begun = client.list_multipart_uploads(oss.ListMultipartUploadsRequest(bucket)).uploads or []
    checks.equal('interrupted uploader: its upload', [entry.key for entry in begun], ['again'])
    there = client.list_parts(oss.ListPartsRequest(bucket, 'again', begun[0].upload_id))
    checks.equal('interrupted uploader: ListParts says', (sse_of(there), len(there.parts) >= 3), (encryption.echo, True))
    seen = []
    done = client.uploader(**options).upload_file(request(lambda increment, done, total: seen.append(done)), sent)
    checks.true('uploader goes on with it', (done.upload_id, seen[0] > 3 * PART) == (begun[0].upload_id, True), (done.upload_id, seen))
    check_object(checks, client, bucket, 'again', 'uploader that went on', BODY, encryption.echo)
    checks.equal('nothing is left of it', client.list_multipart_uploads(oss.ListMultipartUploadsRequest(bucket)).uploads, None)
    target = os.path.join(folder, 'fetched again')
    fetch = lambda progress: client.downloader(**options).download_file(
        oss.GetObjectRequest(bucket, 'again', progress_fn=progress), target
    )
    ended = attempt(lambda: fetch(interrupt_after(3 * PART)))
    checks.true('downloader was interrupted', isinstance(ended, Interrupted), ended)
    seen = []
    fetch(lambda increment, done, total: seen.append(done))
    checks.true('downloader goes on', seen[0] > 3 * PART and content(target) == BODY, seen)


def attempt(call):
    """The Interrupted that ended the call; the result if none did."""
    try:
        return call()
    except Interrupted as interrupted:
        return interrupted


def copied(checks, client, bucket, source, target):
    """By parts from one encryption into the next; what the copier does not say of the target, the source's metadata, stays."""
    request = oss.CopyObjectRequest(bucket, 'copied', source_key='whole', **target.asked)
    done = client.copier(**PARTS, multipart_copy_threshold=PART, disable_shallow_copy=True).copy(request)
    checks.equal(f'copier to {target.name}: Complete says', (sse_of(done), done.etag[-4:]), (target.echo, '-10"'))
    check_object(checks, client, bucket, 'copied', f'copier to {target.name}', BODY, target.echo)
    head = client.head_object(oss.HeadObjectRequest(bucket, 'copied'))
    checks.equal(f'copier to {target.name}: metadata', head.metadata, {'note': 'kept'})


def replaced(checks, client, bucket, folder):
    """The downloader compares CRC-64s: an object that is replaced under it is an error, never a mixture."""
    client.put_object(oss.PutObjectRequest(bucket, 'replaced', body=BODY, **sse('AES256')))
    calls = []

    def replace(increment, done, total):
        calls.append(done)
        if len(calls) == 1:
            client.put_object(oss.PutObjectRequest(bucket, 'replaced', body=BODY[::-1], **sse('SM4')))

    request = oss.GetObjectRequest(bucket, 'replaced', progress_fn=replace)
    fetch = lambda: client.downloader(part_size=PART, parallel_num=1).download_file(request, os.path.join(folder, 'replaced'))
    raised = checks.raises('object that is replaced under the downloader', DownloadError, fetch)
    checks.true('the error says so', 'crc is inconsistent' in str(raised), raised)

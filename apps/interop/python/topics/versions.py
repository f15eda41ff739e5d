"""Versions: each under its own encryption, delete markers, listings, restoring copies, suspended buckets (protocol reference §4.6)."""

from oss2.exceptions import BucketNotEmpty, InvalidArgument, NoSuchBucket, NoSuchKey, ServerError
from oss2.models import BatchDeleteObjectVersion, BatchDeleteObjectVersionList, BucketVersioningConfig, PartInfo

from encryptions import check_object, crc64, every_encryption_and_key
from expectations import pattern_bytes, sse_of, sse_request


def run(checks, client):
    with client.new_bucket('versions') as bucket:
        checks.equal('a new bucket has no versioning', bucket.get_bucket_versioning().status, None)
        bucket.put_bucket_versioning(BucketVersioningConfig('Enabled'))
        checks.equal('enabled', bucket.get_bucket_versioning().status, 'Enabled')
        every = every_encryption_and_key(bucket, client.server)
        written = write(checks, bucket, every)
        for encryption, (version, body) in zip(every, written):
            check_version(checks, bucket, 'object', encryption.name, version, body, encryption.echo)
        markers(checks, bucket, *written[-1], every[-1].echo)
        restored(checks, bucket, every, written)
        uploads(checks, bucket, every)
        suspended(checks, bucket)
        malformed = lambda: bucket.get_object('object', params={'versionId': 'not an id'})
        checks.raises('get by a malformed id', InvalidArgument, malformed, status=400)
        checks.raises('delete of a bucket with versions', BucketNotEmpty, bucket.delete_bucket, status=409)
        delete_versions(checks, bucket)
    missing = client.bucket(client.new_name('missing'))
    checks.raises('versioning of no bucket', NoSuchBucket, lambda: missing.put_bucket_versioning(BucketVersioningConfig('Enabled')), status=404)


def write(checks, bucket, every):
    """One body after the other under one name; gives (version id, body) of each."""
    written = []
    for n, encryption in enumerate(every):
        body = pattern_bytes(30_000 + 9_000 * n)
        written.append((bucket.put_object('object', body, headers=dict(encryption.headers)).versionid, body))
        check_object(checks, bucket, 'object', f'the newest counts, {encryption.name}', body, encryption.echo)
    checks.equal('every put names a version', len({version for version, _ in written if version}), len(every))
    came = [(entry.versionid, entry.size, entry.is_latest) for entry in bucket.list_object_versions(prefix='object').versions]
    expected = [(version, len(body), n == 0) for n, (version, body) in enumerate(reversed(written))]
    checks.equal('the listing has all, the newest first', came, expected)
    return written


def check_version(checks, bucket, key, what, version, body, echo):
    params = {'versionId': version}
    got = bucket.get_object(key, params=dict(params))
    checks.equal(f'{what}: get by id says', (sse_of(got), got.versionid, got.server_crc), (echo, version, crc64(body)))
    checks.true(f'{what}: get by id gives the bytes', got.read() == body, 'other bytes')
    part = bucket.get_object(key, byte_range=(16_380, 16_390), params=dict(params))
    checks.equal(f'{what}: range by id', (part.status, part.read()), (206, body[16_380:16_391]))
    head = bucket.head_object(key, params=dict(params))
    checks.equal(f'{what}: head by id says', (sse_of(head), head.content_length), (echo, len(body)))


def markers(checks, bucket, newest, body, echo):
    done = bucket.delete_object('object')
    checks.equal('a deletion makes a marker', (done.delete_marker, done.versionid not in (None, newest)), (True, True))
    checks.raises('the object is gone', NoSuchKey, lambda: bucket.get_object('object'), status=404)
    check_version(checks, bucket, 'object', 'its versions are not', newest, body, echo)
    marker = {'versionId': done.versionid}
    checks.raises('get of the marker', ServerError, lambda: bucket.get_object('object', params=marker), status=405, code='MethodNotAllowed')
    listed = bucket.list_object_versions(prefix='object')
    came = [(entry.versionid, entry.is_latest) for entry in listed.delete_marker]
    checks.equal('the marker is listed as the newest', (came, listed.versions[0].is_latest), ([(done.versionid, True)], False))
    removed = bucket.delete_object('object', params=dict(marker))
    checks.equal('the deletion of the marker says so', (removed.delete_marker, removed.versionid), (True, done.versionid))
    check_object(checks, bucket, 'object', 'without its marker the object is back', body, echo)


def restored(checks, bucket, every, written):
    """A copy of an old version onto its own name, under every encryption."""
    for encryption, (version, body) in zip(every, written):
        done = bucket.copy_object(bucket.bucket_name, 'object', 'object', headers=dict(encryption.headers), params={'versionId': version})
        came = (sse_of(done), done.headers.get('x-oss-copy-source-version-id'), done.versionid != version)
        checks.equal(f'restoring copy under {encryption.name} says', came, (encryption.echo, version, True))
        check_object(checks, bucket, 'object', f'restored under {encryption.name}', body, encryption.echo)
    first = {'versionId': written[0][0]}
    bucket.delete_object('object', params=dict(first))
    gone = lambda: bucket.get_object('object', params=dict(first))
    checks.raises('get of a removed version', ServerError, gone, status=404, code='NoSuchVersion')
    check_version(checks, bucket, 'object', 'the others stay', *written[1], every[1].echo)


def uploads(checks, bucket, every):
    body = pattern_bytes(150_000)
    for encryption in every:
        former = bucket.put_object('upload', body[:20_000], headers=sse_request('SM4')).versionid
        upload_id = bucket.init_multipart_upload('upload', headers=dict(encryption.headers)).upload_id
        parts = [bucket.upload_part('upload', upload_id, 1, body[:102_400]), bucket.upload_part('upload', upload_id, 2, body[102_400:])]
        listed = [PartInfo(n + 1, part.etag) for n, part in enumerate(parts)]
        version = bucket.complete_multipart_upload('upload', upload_id, listed).versionid
        check_version(checks, bucket, 'upload', f'upload under {encryption.name}', version, body, encryption.echo)
        check_version(checks, bucket, 'upload', 'what it replaced', former, body[:20_000], ('SM4', None, None))


def suspended(checks, bucket):
    body = pattern_bytes(30_000)
    kept = bucket.put_object('suspended', body, headers=sse_request('KMS'))
    bucket.put_bucket_versioning(BucketVersioningConfig('Suspended'))
    for algorithm in ('AES256', 'SM4'):
        put = bucket.put_object('suspended', body[1:], headers=sse_request(algorithm))
        checks.equal('a put in a suspended bucket is the null version', put.versionid, 'null')
        check_version(checks, bucket, 'suspended', f'null, {algorithm}', 'null', body[1:], (algorithm, None, None))
    check_version(checks, bucket, 'suspended', 'from before', kept.versionid, body, sse_of(kept))
    done = bucket.delete_object('suspended')
    checks.equal("a deletion's marker is null too", (done.delete_marker, done.versionid), (True, 'null'))
    bucket.put_bucket_versioning(BucketVersioningConfig('Enabled'))


def delete_versions(checks, bucket):
    key = version = ''
    while True:
        page = bucket.list_object_versions(key_marker=key, versionid_marker=version, max_keys=7)
        found = [BatchDeleteObjectVersion(entry.key, entry.versionid) for entry in page.versions + page.delete_marker]
        done = bucket.delete_object_versions(BatchDeleteObjectVersionList(found))
        checks.equal('versions deleted at once', len(done.delete_versions), len(found))
        if not page.is_truncated:
            return
        key, version = page.next_key_marker, page.next_versionid_marker

"""Versions: each under its own encryption, read and deleted by id, delete markers, listing, restoring (protocol reference §4.6, observed behaviour 32)."""

import alibabacloud_oss_v2 as oss

from access import delete_versions
from encryptions import check_object, every_encryption, read, sse
from expectations import pattern_bytes, sse_of
from refusals import refused
from topics.copies import copy
from topics.multipart import begin, complete

BODY = pattern_bytes(40_001)


def run(checks, access):
    client = access.oss
    with access.new_bucket('versions') as bucket:
        every = every_encryption(access, bucket)
        checks.equal('never set', versioning(client, bucket), None)
        client.put_object(oss.PutObjectRequest(bucket, 'older', body=b'from before', **sse('SM4')))
        for status in ('Enabled', 'Suspended', 'Enabled'):
            set_versioning(client, bucket, status)
            checks.equal(f'{status} is shown', versioning(client, bucket), status)
            info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket)).bucket_info
            checks.equal(f'{status} is shown by bucket info', info.versioning, status)
        refused(checks, 'an unknown status', lambda: set_versioning(client, bucket, 'Off'), 400, 'MalformedXML')
        ids = puts(checks, client, bucket, every)
        markers(checks, client, bucket, ids)
        restored(checks, client, bucket, every, ids)
        of_parts(checks, client, bucket)
        from_before(checks, client, bucket)
        suspended(checks, client, bucket)
        batch(checks, client, bucket)
        listing(checks, client, bucket)
        refusals(checks, client, bucket, ids)
        refused(checks, 'delete of the bucket', lambda: client.delete_bucket(oss.DeleteBucketRequest(bucket)), 409, 'BucketNotEmpty')
        delete_versions(client, bucket)


def set_versioning(client, bucket, status):
    wanted = oss.VersioningConfiguration(status=status)
    return client.put_bucket_versioning(oss.PutBucketVersioningRequest(bucket, versioning_configuration=wanted))


def versioning(client, bucket):
    return client.get_bucket_versioning(oss.GetBucketVersioningRequest(bucket)).version_status


def versions(client, bucket, key):
    """(id, whether it is the latest, whether it is a marker) of this key: the latest, then the others as listed, markers after objects."""
    pages = client.list_object_versions_paginator().iter_page(oss.ListObjectVersionsRequest(bucket, prefix=key, max_keys=2))
    found = []
    for page in pages:
        found += [(entry.version_id, entry.is_latest, False) for entry in page.version or [] if entry.key == key]
        found += [(entry.version_id, entry.is_latest, True) for entry in page.delete_marker or [] if entry.key == key]
    return sorted(found, key=lambda entry: not entry[1])


def body_of(number):
    return BODY[number:]


def puts(checks, client, bucket, every):
    """One version for each encryption; gives their ids, oldest first."""
    ids = []
    for number, encryption in enumerate(every):
        put = client.put_object(oss.PutObjectRequest(bucket, 'object', body=body_of(number), **encryption.asked))
        checks.true(f'put under {encryption.name} gives a new id', put.version_id and put.version_id not in ids, put.version_id)
        ids.append(put.version_id)
    for number, encryption in enumerate(every):
        what = f'version under {encryption.name}'
        check_object(checks, client, bucket, 'object', what, body_of(number), encryption.echo, version_id=ids[number])
        head = client.head_object(oss.HeadObjectRequest(bucket, 'object', version_id=ids[number]))
        checks.equal(f'{what}: its id', head.version_id, ids[number])
        part = read(client, bucket, 'object', version_id=ids[number], range_header='bytes=16380-16390')
        checks.equal(f'{what}: range', part, body_of(number)[16_380:16_391])
    check_object(checks, client, bucket, 'object', 'the latest', body_of(len(every) - 1), every[-1].echo)
    expected = [(id, id == ids[-1], False) for id in reversed(ids)]
    checks.equal('listed, newest first', versions(client, bucket, 'object'), expected)
    return ids


def markers(checks, client, bucket, ids):
    deleted = client.delete_object(oss.DeleteObjectRequest(bucket, 'object'))
    checks.equal('delete makes a marker', (deleted.delete_marker, deleted.version_id not in ids), (True, True))
    raised = refused(checks, 'get of what is deleted', lambda: read(client, bucket, 'object'), 404, 'NoSuchKey')
    came = raised and (raised.headers.get('x-oss-delete-marker'), raised.headers.get('x-oss-version-id'))
    checks.equal('get of what is deleted: the error names the marker', came, ('true', deleted.version_id))
    of_marker = lambda: read(client, bucket, 'object', version_id=deleted.version_id)
    refused(checks, 'get of the marker', of_marker, 405, 'MethodNotAllowed')
    checks.equal('get of a version below it', read(client, bucket, 'object', version_id=ids[0]) == BODY, True)
    checks.equal('the marker is listed first', versions(client, bucket, 'object')[0], (deleted.version_id, True, True))
    undone = client.delete_object(oss.DeleteObjectRequest(bucket, 'object', version_id=deleted.version_id))
    checks.equal('delete of the marker', (undone.delete_marker, undone.version_id), (True, deleted.version_id))
    checks.equal('the object is back', read(client, bucket, 'object') == body_of(len(ids) - 1), True)
    never = client.delete_object(oss.DeleteObjectRequest(bucket, 'never'))
    checks.equal('delete of what never was', (never.delete_marker, versions(client, bucket, 'never')), (True, [(never.version_id, True, True)]))


def restored(checks, client, bucket, every, ids):
    """A copy of an old version onto the object, under the next encryption, is its newest version."""
    for number, target in enumerate(every[1:] + every[:1]):
        done = copy(client, (bucket, 'object'), (bucket, 'object'), source_version_id=ids[number], **target.asked)
        what = f'restored from {every[number].name} to {target.name}'
        checks.equal(f'{what}: copy says', (sse_of(done), done.source_version_id), (target.echo, ids[number]))
        checks.true(f'{what}: new id', done.version_id and done.version_id not in ids, done.version_id)
        check_object(checks, client, bucket, 'object', what, body_of(number), target.echo)
        check_object(checks, client, bucket, 'object', f'{what}: source', body_of(number), every[number].echo, version_id=ids[number])
        client.delete_object(oss.DeleteObjectRequest(bucket, 'object', version_id=done.version_id))
    checks.equal('the copies are gone', [entry[0] for entry in versions(client, bucket, 'object')], ids[::-1])


def of_parts(checks, client, bucket):
    target = (bucket, 'parts', begin(client, bucket, 'parts', **sse('KMS')).upload_id)
    first = client.put_object(oss.PutObjectRequest(bucket, 'parts', body=b'first', **sse('AES256'))).version_id
    part = client.upload_part(oss.UploadPartRequest(*target[:2], 1, target[2], body=BODY))
    done = complete(client, target, [oss.UploadPart(part_number=1, etag=part.etag)])
    checks.equal('Complete makes a version', [entry[0] for entry in versions(client, bucket, 'parts')], [done.version_id, first])
    checks.equal('the version before it', read(client, bucket, 'parts', version_id=first), b'first')
    target = (bucket, 'part of a version', begin(client, bucket, 'part of a version', **sse('SM4')).upload_id)
    request = oss.UploadPartCopyRequest(*target[:2], 1, target[2], source_key='parts', source_version_id=first)
    copied = client.upload_part_copy(request)
    complete(client, target, [oss.UploadPart(part_number=1, etag=copied.etag)])
    check_object(checks, client, *target[:2], 'part copied from a version', b'first', ('SM4', None, None))


def from_before(checks, client, bucket):
    """What was there before versioning is the version null."""
    check_object(checks, client, bucket, 'older', 'version null', b'from before', ('SM4', None, None), version_id='null')
    new = client.put_object(oss.PutObjectRequest(bucket, 'older', body=b'new')).version_id
    checks.equal('it stays below a new version', versions(client, bucket, 'older'), [(new, True, False), ('null', False, False)])


def suspended(checks, client, bucket):
    kept = client.put_object(oss.PutObjectRequest(bucket, 'suspended', body=b'kept', **sse('AES256'))).version_id
    set_versioning(client, bucket, 'Suspended')
    for body in (b'first', b'second'):
        put = client.put_object(oss.PutObjectRequest(bucket, 'suspended', body=body, **sse('KMS')))
        checks.equal(f'put of {body} while suspended: id', put.version_id, 'null')
    checks.equal('one version null', versions(client, bucket, 'suspended'), [('null', True, False), (kept, False, False)])
    checks.equal('the last body', read(client, bucket, 'suspended'), b'second')
    deleted = client.delete_object(oss.DeleteObjectRequest(bucket, 'suspended'))
    checks.equal('delete while suspended', (deleted.delete_marker, deleted.version_id), (True, 'null'))
    checks.equal('the marker in its place', versions(client, bucket, 'suspended'), [('null', True, True), (kept, False, False)])
    checks.equal('the version from before', read(client, bucket, 'suspended', version_id=kept), b'kept')
    set_versioning(client, bucket, 'Enabled')


def batch(checks, client, bucket):
    ids = [client.put_object(oss.PutObjectRequest(bucket, 'batch', body=b'body')).version_id for _ in range(3)]

    def delete(*objects):
        named = [oss.DeleteObject(key='batch', version_id=id) for id in objects]
        return client.delete_multiple_objects(oss.DeleteMultipleObjectsRequest(bucket, objects=named)).deleted_objects

    came = [(entry.key, entry.version_id) for entry in delete(ids[0], ids[2])]
    checks.equal('batch delete of versions', came, [('batch', ids[0]), ('batch', ids[2])])
    checks.equal('batch delete of versions: what is left', versions(client, bucket, 'batch'), [(ids[1], True, False)])
    marker = delete(None)[0]
    checks.equal('batch delete without an id', (marker.delete_marker, len(versions(client, bucket, 'batch'))), (True, 2))


def listing(checks, client, bucket):
    everything = lambda size: [
        (entry.key, entry.version_id)
        for page in client.list_object_versions_paginator().iter_page(oss.ListObjectVersionsRequest(bucket, max_keys=size))
        for entry in (page.version or []) + (page.delete_marker or [])
    ]
    all_at_once = sorted(everything(1000))
    for size in (1, 2, 5):
        checks.equal(f'all versions in pages of {size}', sorted(everything(size)), all_at_once)
    page = client.list_object_versions(oss.ListObjectVersionsRequest(bucket, prefix='obj', max_keys=1))
    first = page.version[0]
    came = (page.is_truncated, page.next_key_marker, page.next_version_id_marker, first.key, first.object_type, first.size)
    checks.equal('a page and its entry', came, (True, 'object', first.version_id, 'object', 'Normal', len(BODY) - 5))
    client.put_object(oss.PutObjectRequest(bucket, 'folder/x', body=b'x'))
    folders = client.list_object_versions(oss.ListObjectVersionsRequest(bucket, delimiter='/'))
    checks.equal('delimiter', [entry.prefix for entry in folders.common_prefixes], ['folder/'])


def refusals(checks, client, bucket, ids):
    client.delete_object(oss.DeleteObjectRequest(bucket, 'object', version_id=ids[0]))
    gone = lambda: read(client, bucket, 'object', version_id=ids[0])
    refused(checks, 'get of a version that was deleted', gone, 404, 'NoSuchVersion')
    head = lambda: client.head_object(oss.HeadObjectRequest(bucket, 'object', version_id=ids[0]))
    refused(checks, 'head of a version that was deleted', head, 404, 'NoSuchVersion')
    refused(checks, 'a malformed id', lambda: read(client, bucket, 'object', version_id='x'), 400, 'InvalidArgument')
    from_gone = lambda: copy(client, (bucket, 'object'), (bucket, 'target'), source_version_id=ids[0])
    refused(checks, 'copy of a version that was deleted', from_gone, 404, 'NoSuchVersion')
    again = client.delete_object(oss.DeleteObjectRequest(bucket, 'object', version_id=ids[0]))
    checks.equal('delete of a version that was deleted', again.status_code, 204)

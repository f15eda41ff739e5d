"""Buckets: create, list, location, info, the endpoint that info and list name, delete (protocol reference §2.10, §4.5)."""

import time

from oss2 import BucketIterator
from oss2.exceptions import BucketNotEmpty, NoSuchBucket
from oss2.models import BucketCreateConfig

from server import empty_and_delete


def run(checks, client):
    with client.new_bucket('buckets') as bucket:
        checks.equal('create again', bucket.create_bucket().status, 200)
        location = f'oss-{client.server.region}'
        checks.equal('location', bucket.get_bucket_location().location, location)
        information(checks, client, bucket, location)
        bucket.put_object('kept', b'body')
        raised = checks.raises(
            'delete of a bucket with an object', BucketNotEmpty, bucket.delete_bucket, status=409, code='BucketNotEmpty', ec='0015-00000301'
        )
        checks.equal('the error names the bucket', raised and raised.details.get('BucketName'), bucket.bucket_name)
        checks.equal('that object stays', bucket.get_object('kept').read(), b'body')
    checks.raises('info of a deleted bucket', NoSuchBucket, bucket.get_bucket_info, status=404, code='NoSuchBucket', ec='0015-00000101')
    checks.raises('delete of a deleted bucket', NoSuchBucket, bucket.delete_bucket, status=404)
    checks.raises('put into a deleted bucket', NoSuchBucket, lambda: bucket.put_object('object', b'body'), status=404)
    listed(checks, client)
    storage_class(checks, client)


def information(checks, client, bucket, location):
    info = bucket.get_bucket_info()
    checks.equal('info: name, location, class', (info.name, info.location, info.storage_class), (bucket.bucket_name, location, 'Standard'))
    checks.equal('info: ACL', info.acl.grant, 'private')
    checks.true('info: owner', info.owner.id and info.owner.display_name, info.owner)
    checks.equal('info: versioning was never set', info.versioning_status, None)
    created = time.mktime(time.strptime(info.creation_date, '%Y-%m-%dT%H:%M:%S.000Z')) - time.timezone
    checks.true('info: time of creation', abs(time.time() - created) < 900, info.creation_date)
    for what, endpoint in [('extranet', info.extranet_endpoint), ('intranet', info.intranet_endpoint)]:
        again = client.bucket(bucket.bucket_name, endpoint=endpoint)
        checks.equal(f'info: the {what} endpoint {endpoint} serves the bucket', again.get_bucket_info().name, bucket.bucket_name)


def listed(checks, client):
    prefix = client.new_name('listed')
    names = [f'{prefix}-{n}' for n in range(5)]
    for name in names:
        client.bucket(name).create_bucket()
    service = client.service()
    found = service.list_buckets(prefix=prefix)
    checks.equal('list buckets by prefix', [bucket.name for bucket in found.buckets], names)
    checks.true('list buckets: owner', found.owner is not None and found.owner.id, found.owner)
    checks.equal(
        'list buckets after a marker', [bucket.name for bucket in service.list_buckets(prefix=prefix, marker=names[2]).buckets], names[3:]
    )
    for size in (1, 2, 5):
        pages = [bucket.name for bucket in BucketIterator(service, prefix=prefix, max_keys=size)]
        checks.equal(f'list buckets in pages of {size}', pages, names)
    checks.true('list buckets without a prefix', set(names) <= {bucket.name for bucket in BucketIterator(service)}, 'not all names')
    for entry in found.buckets:
        checks.equal('list buckets: location and class', (entry.location, entry.storage_class), (f'oss-{client.server.region}', 'Standard'))
        empty_and_delete(client.bucket(entry.name, endpoint=entry.extranet_endpoint))
    checks.equal('deleted through the endpoint that the list named', service.list_buckets(prefix=prefix).buckets, [])


def storage_class(checks, client):
    bucket = client.bucket(client.new_name('ia'))
    bucket.create_bucket('private', BucketCreateConfig('IA', 'ZRS'))
    info = bucket.get_bucket_info()
    checks.equal('bucket of class IA, zone-redundant', (info.storage_class, info.data_redundancy_type), ('IA', 'ZRS'))
    bucket.put_object('object', b'body')
    checks.equal('its objects have its class', bucket.head_object('object').headers.get('x-oss-storage-class'), 'IA')
    empty_and_delete(bucket)

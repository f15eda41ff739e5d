"""Buckets: create, list, location, info, the endpoint that info names, delete (protocol reference §2.10, §4.5)."""

from datetime import datetime, timezone

import alibabacloud_oss_v2 as oss

from encryptions import read
from refusals import refused

NO_BUCKET = dict(status=404, code='NoSuchBucket', ec='0015-00000101')


def run(checks, access):
    client = access.oss
    with access.new_bucket('buckets') as bucket:
        checks.equal('create again', client.put_bucket(oss.PutBucketRequest(bucket)).status_code, 200)
        location = client.get_bucket_location(oss.GetBucketLocationRequest(bucket)).location
        checks.equal('location', location, f'oss-{access.server.region}')
        information(checks, access, bucket)
        client.put_object(oss.PutObjectRequest(bucket, 'kept', body=b'body'))
        delete = lambda: client.delete_bucket(oss.DeleteBucketRequest(bucket))
        refused(checks, 'delete of a bucket with an object', delete, 409, 'BucketNotEmpty', ec='0015-00000301')
        checks.equal('that object stays', read(client, bucket, 'kept'), b'body')
    refused(checks, 'info of a deleted bucket', lambda: client.get_bucket_info(oss.GetBucketInfoRequest(bucket)), **NO_BUCKET)
    refused(checks, 'delete of a deleted bucket', delete, **NO_BUCKET)
    put = lambda: client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body'))
    refused(checks, 'put into a deleted bucket', put, **NO_BUCKET)
    listed(checks, access)
    storage_class(checks, access)


def information(checks, access, bucket):
    info = access.oss.get_bucket_info(oss.GetBucketInfoRequest(bucket)).bucket_info
    came = (info.name, info.location, info.storage_class, info.acl)
    checks.equal('info: name, location, class, ACL', came, (bucket, f'oss-{access.server.region}', 'Standard', 'private'))
    checks.true('info: owner', info.owner.id and info.owner.display_name, info.owner)
    checks.true('info: time of creation', abs((datetime.now(timezone.utc) - info.creation_date).total_seconds()) < 900, info.creation_date)
    again = access.client(endpoint=f'http://{info.extranet_endpoint}')
    shown = again.get_bucket_info(oss.GetBucketInfoRequest(bucket)).bucket_info
    checks.equal(f'info: the endpoint {info.extranet_endpoint} serves the bucket', shown.name, bucket)


def listed(checks, access):
    client = access.oss
    prefix = access.new_name('listed')
    names = [f'{prefix}-{n}' for n in range(5)]
    for name in names:
        client.put_bucket(oss.PutBucketRequest(name))
    for size in (1, 2, 5):
        request = oss.ListBucketsRequest(prefix=prefix, max_keys=size)
        entries = [entry for page in client.list_buckets_paginator().iter_page(request) for entry in page.buckets]
        checks.equal(f'list buckets in pages of {size}', [entry.name for entry in entries], names)
    after = client.list_buckets(oss.ListBucketsRequest(prefix=prefix, marker=names[2]))
    checks.equal('list buckets after a marker', [entry.name for entry in after.buckets], names[3:])
    checks.true('list buckets: owner', after.owner and after.owner.id, after.owner)
    for entry in entries:
        checks.equal('list buckets: location, class', (entry.location, entry.storage_class), (f'oss-{access.server.region}', 'Standard'))
        client.delete_bucket(oss.DeleteBucketRequest(entry.name))
    checks.equal('list buckets when they are deleted', client.list_buckets(oss.ListBucketsRequest(prefix=prefix)).buckets, None)


def storage_class(checks, access):
    client = access.oss
    wanted = oss.CreateBucketConfiguration(storage_class='IA', data_redundancy_type='ZRS')
    with access.new_bucket('ia', acl='private', create_bucket_configuration=wanted) as bucket:
        info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket)).bucket_info
        checks.equal('bucket of class IA, zone-redundant', (info.storage_class, info.data_redundancy_type), ('IA', 'ZRS'))
        client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body'))
        checks.equal('its objects have its class', client.head_object(oss.HeadObjectRequest(bucket, 'object')).storage_class, 'IA')

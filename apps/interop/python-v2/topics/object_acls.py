"""ACLs of objects: stored, shown, and their own for each write (protocol reference §4.6)."""

import alibabacloud_oss_v2 as oss

from encryptions import check_object, every_encryption
from refusals import refused


def run(checks, access):
    client = access.oss
    with access.new_bucket('acls') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(encryption.name) as part:
                changed(part, client, bucket, encryption)
        set_unknown = lambda: client.put_object_acl(oss.PutObjectAclRequest(bucket, 'object', acl='everyone'))
        refused(checks, 'an unknown ACL', set_unknown, 400, 'InvalidArgument')
        refused(checks, 'of no object', lambda: acl_of(client, bucket, 'missing'), 404, 'NoSuchKey')


def acl_of(client, bucket, key):
    return client.get_object_acl(oss.GetObjectAclRequest(bucket, key)).acl


def changed(checks, client, bucket, encryption):
    client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body', **encryption.asked))
    checks.equal('of a put without one', acl_of(client, bucket, 'object'), 'default')
    for acl in ('private', 'public-read', 'public-read-write', 'default'):
        client.put_object_acl(oss.PutObjectAclRequest(bucket, 'object', acl=acl))
        checks.equal(acl, acl_of(client, bucket, 'object'), acl)
    client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body', acl='private', **encryption.asked))
    checks.equal('of a put', acl_of(client, bucket, 'object'), 'private')
    check_object(checks, client, bucket, 'object', 'the object', b'body', encryption.echo)

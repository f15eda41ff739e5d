"""Symbolic links: read as their target, described by themselves (protocol reference §4.6, observed behaviour 27)."""

import alibabacloud_oss_v2 as oss

from encryptions import check_ranges, every_encryption, read
from expectations import pattern_bytes, sse_of
from refusals import refused

BODY = pattern_bytes(40_001)


def run(checks, access):
    client = access.oss
    with access.new_bucket('symlinks') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(encryption.name) as part:
                followed(part, client, bucket, encryption)
        link(client, bucket, 'dangling', 'missing')
        refused(checks, 'a link to nothing', lambda: read(client, bucket, 'dangling'), 404, 'SymlinkTargetNotExist')
        link(client, bucket, 'second', 'dangling')
        refused(checks, 'a link to a link', lambda: read(client, bucket, 'second'), 400, 'InvalidTargetType')
        client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body'))
        refused(checks, 'an object as a link', lambda: target_of(client, bucket, 'object'), 400, 'NotSymlink')
        over = lambda: link(client, bucket, 'object', 'missing', forbid_overwrite=True)
        refused(checks, 'forbid-overwrite', over, 409, 'FileAlreadyExists')


def link(client, bucket, key, target, **options):
    return client.put_symlink(oss.PutSymlinkRequest(bucket, key, target=target, **options))


def target_of(client, bucket, key):
    return client.get_symlink(oss.GetSymlinkRequest(bucket, key)).target


def followed(checks, client, bucket, encryption):
    client.put_object(oss.PutObjectRequest(bucket, 'target/a', body=BODY, metadata={'of': 'target'}, **encryption.asked))
    link(client, bucket, 'link', 'target/a', metadata={'of': 'link'})
    checks.equal('what it stands for', target_of(client, bucket, 'link'), 'target/a')
    checks.equal('get gives the bytes of the target', read(client, bucket, 'link') == BODY, True)
    check_ranges(checks, client, bucket, 'link', 'link', BODY, [16_384], encryption.echo)
    head, own = (client.head_object(oss.HeadObjectRequest(bucket, key)) for key in ('target/a', 'link'))
    came = (own.object_type, own.content_length, own.etag, own.metadata, sse_of(own))
    expected = ('Symlink', len(BODY), head.etag, {'of': 'link'}, encryption.echo)
    checks.equal('head: type, length, ETag, metadata, encryption', came, expected)
    client.delete_object(oss.DeleteObjectRequest(bucket, 'link'))
    checks.equal('its target stays', client.is_object_exist(bucket, 'target/a'), True)

"""Symbolic links: read as what they stand for, with metadata of their own (observed behaviour 27)."""

from oss2 import ObjectIterator
from oss2.exceptions import NoSuchKey, ServerError

from encryptions import check_object, check_ranges, every_encryption
from expectations import pattern_bytes

BODY = pattern_bytes(70_001)
TARGETS = ['plain', 'dir/a b+c', '中文!@#$%^&*()-=文件\x0c-2.txt']


def run(checks, client):
    with client.new_bucket('symlinks') as bucket:
        for encryption in every_encryption(bucket):
            with checks.section(encryption.name) as part:
                followed(part, bucket, encryption)
        named(checks, bucket)
        broken(checks, bucket)


def followed(checks, bucket, encryption):
    bucket.put_object('object', BODY, headers=dict(encryption.headers, **{'x-oss-meta-of': 'object'}))
    bucket.put_symlink('object', 'link', headers={'x-oss-meta-of': 'link', 'x-oss-tagging': 'a=b'})
    check_object(checks, bucket, 'link', 'a link', BODY, encryption.echo)
    check_ranges(checks, bucket, 'link', 'a link', BODY, [16384, 32768], encryption.echo)
    head = bucket.head_object('link')
    came = (head.object_type, head.headers.get('x-oss-meta-of'), head.headers.get('x-oss-tagging-count'), head.etag)
    checks.equal('head of a link', came, ('Symlink', 'link', '1', bucket.head_object('object').etag))
    checks.equal('what it stands for', bucket.get_symlink('link').target_key, 'object')
    bucket.copy_object(bucket.bucket_name, 'link', 'copy')
    check_object(checks, bucket, 'copy', 'a copy of a link', BODY, (None, None, None))
    bucket.delete_object('link')
    check_object(checks, bucket, 'object', 'the object after its link', BODY, encryption.echo)


def named(checks, bucket):
    for target in TARGETS:
        bucket.put_object(target, target.encode())
        bucket.put_symlink(target, 'named')
        came = (bucket.get_symlink('named').target_key, bucket.get_object('named').read())
        checks.equal(f'a link to {target!r}', came, (target, target.encode()))
    listed = [(entry.key, entry.type, entry.size) for entry in ObjectIterator(bucket, prefix='named')]
    checks.equal('the listing', listed, [('named', 'Symlink', 0)])


def broken(checks, bucket):
    bucket.put_symlink('missing', 'broken')
    checks.raises('to no object', ServerError, lambda: bucket.get_object('broken'), status=404, code='SymlinkTargetNotExist')
    bucket.put_symlink('broken', 'second')
    refused = dict(status=400, code='InvalidTargetType', ec='0026-00000011')
    checks.raises('to a link', ServerError, lambda: bucket.get_object('second'), **refused)
    bucket.put_object('missing', b'not any more')
    checks.equal('to an object that came later', bucket.get_object('broken').read(), b'not any more')
    checks.raises('an object is no link', ServerError, lambda: bucket.get_symlink('missing'), status=400, code='NotSymlink')
    checks.raises('nothing is no link', NoSuchKey, lambda: bucket.get_symlink('nothing'), status=404)
    forbid = {'x-oss-forbid-overwrite': 'true'}
    exists = dict(status=409, code='FileAlreadyExists')
    checks.raises('onto an object', ServerError, lambda: bucket.put_symlink('missing', 'missing', headers=forbid), **exists)

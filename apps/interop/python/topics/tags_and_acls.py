"""Tags and ACLs of objects: with every write, after it, and what is refused (protocol reference §4.6, observed behaviour 26 and 30)."""

import oss2
from oss2.exceptions import NoSuchKey, ServerError
from oss2.models import PartInfo, Tagging, TaggingRule

from encryptions import check_object, every_encryption

HEADER = oss2.headers.OSS_OBJECT_TAGGING
DIRECTIVE = oss2.headers.OSS_OBJECT_TAGGING_COPY_DIRECTIVE
BODY = b'the body of a tagged object'
LONGEST = {'a' * 128: 'b' * 256, '+-.:': '_/', ' +/ ': '中文', '中文': ''}
INVALID = dict(status=400, code='InvalidTag')
ACLS = [oss2.OBJECT_ACL_PRIVATE, oss2.OBJECT_ACL_PUBLIC_READ, oss2.OBJECT_ACL_PUBLIC_READ_WRITE, oss2.OBJECT_ACL_DEFAULT]


def run(checks, client):
    with client.new_bucket('tags') as bucket:
        for encryption in every_encryption(bucket):
            with checks.section(encryption.name) as part:
                amended(part, bucket, encryption)
                written(part, bucket, encryption)
        copied(checks, bucket)
        refused(checks, bucket)


def rule_of(tags):
    rule = TaggingRule()
    for key, value in tags.items():
        rule.add(key, value)
    return rule


def tags_of(bucket, key):
    return bucket.get_object_tagging(key).tag_set.tagging_rule


def amended(checks, bucket, encryption):
    bucket.put_object('object', BODY, headers=dict(encryption.headers))
    checks.equal('no tags', tags_of(bucket, 'object'), {})
    bucket.put_object_tagging('object', Tagging(rule_of(LONGEST)))
    checks.equal('tags', tags_of(bucket, 'object'), LONGEST)
    checks.equal('tags are counted', bucket.head_object('object').headers.get('x-oss-tagging-count'), '4')
    check_object(checks, bucket, 'object', 'a tagged object', BODY, encryption.echo)
    for acl in ACLS:
        bucket.put_object_acl('object', acl)
        checks.equal(f'ACL {acl}', bucket.get_object_acl('object').acl, acl)
    checks.equal('tags stay', tags_of(bucket, 'object'), LONGEST)
    checks.equal('tags are deleted', (bucket.delete_object_tagging('object').status, tags_of(bucket, 'object')), (204, {}))
    check_object(checks, bucket, 'object', 'an amended object', BODY, encryption.echo)


def written(checks, bucket, encryption):
    tags = {'key1': 'value1', '+-/': ':+:'}
    own = {HEADER: rule_of(tags).to_query_string(), oss2.headers.OSS_OBJECT_ACL: 'public-read'}
    headers = dict(encryption.headers, **own)
    bucket.put_object('put', BODY, headers=dict(headers))
    bucket.append_object('append', 0, BODY, headers=dict(headers))
    later = {HEADER: '&'.join(f'k{number}=v' for number in range(15))}
    bucket.append_object('append', len(BODY), BODY, headers=later)
    upload_id = bucket.init_multipart_upload('multipart', headers=dict(headers)).upload_id
    part = PartInfo(1, bucket.upload_part('multipart', upload_id, 1, BODY).etag)
    bucket.complete_multipart_upload('multipart', upload_id, [part])
    for key, body in [('put', BODY), ('append', BODY + BODY), ('multipart', BODY)]:
        checks.equal(f'{key} with tags and ACL', (tags_of(bucket, key), bucket.get_object_acl(key).acl), (tags, 'public-read'))
        check_object(checks, bucket, key, f'{key} with tags', body, encryption.echo)
        bucket.delete_object(key)


def copied(checks, bucket):
    bucket.put_object('source', BODY, headers={HEADER: 'k1=v1&k2=v2', oss2.headers.OSS_OBJECT_ACL: 'private'})
    other = {HEADER: 'k3=v3'}
    for what, headers, tags in [
        ('no directive', other, {'k1': 'v1', 'k2': 'v2'}),
        ('COPY', dict(other, **{DIRECTIVE: 'COPY'}), {'k1': 'v1', 'k2': 'v2'}),
        ('REPLACE', dict(other, **{DIRECTIVE: 'REPLACE'}), {'k3': 'v3'}),
    ]:
        bucket.copy_object(bucket.bucket_name, 'source', 'copy', headers=headers)
        checks.equal(f'a copy with {what}', (tags_of(bucket, 'copy'), bucket.get_object_acl('copy').acl), (tags, 'default'))


def refused(checks, bucket):
    bucket.put_object('kept', BODY, headers={HEADER: 'kept=1'})
    many = {f'key{number}': '' for number in range(11)}
    for what, tags in [('eleven', many), ('a percent sign', {'k': '%abc'})]:
        with_header = {HEADER: rule_of(tags).to_query_string()}
        checks.raises(f'{what}, later', ServerError, lambda: bucket.put_object_tagging('kept', Tagging(rule_of(tags))), **INVALID)
        checks.raises(f'{what}, at once', ServerError, lambda: bucket.put_object('kept', b'other', headers=with_header), **INVALID)
        checks.raises(f'{what}, link', ServerError, lambda: bucket.put_symlink('t', 'kept', headers=with_header), **INVALID)
    checks.equal('tags stay', tags_of(bucket, 'kept'), {'kept': '1'})
    checks.equal('the object stays', bucket.get_object('kept').read(), BODY)
    for what, call in [
        ('tags', lambda: bucket.get_object_tagging('none')),
        ('deleting tags', lambda: bucket.delete_object_tagging('none')),
        ('an ACL', lambda: bucket.get_object_acl('none')),
        ('setting an ACL', lambda: bucket.put_object_acl('none', 'private')),
    ]:
        checks.raises(f'{what} of no object', NoSuchKey, call, status=404)

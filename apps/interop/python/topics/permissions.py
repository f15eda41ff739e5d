"""Users that may a part of everything (protocol reference §5.2, §5.4; the users are those of the runner)."""

from oss2.exceptions import AccessDenied, NoSuchServerSideEncryptionRule
from oss2.models import PartInfo, ServerSideEncryptionRule

from expectations import sse_of, sse_request

NOT_ALLOWED = dict(status=403, code='AccessDenied')
NO_KMS = dict(status=403, code='AccessDenied', message='This request is forbidden by kms.')

RULE_OPERATIONS = {
    'put': lambda bucket: bucket.put_bucket_encryption(ServerSideEncryptionRule('SM4')),
    'get': lambda bucket: bucket.get_bucket_encryption(),
    'delete': lambda bucket: bucket.delete_bucket_encryption(),
}


def run(checks, client):
    with client.new_bucket('permissions') as bucket:
        for missing in [*RULE_OPERATIONS, None]:
            rules(checks, client, bucket, missing)
        bucket.put_object('object', b'body')
        reader(checks, bucket, client.as_user(bucket, 'reader'))
        writer(checks, bucket, client.as_user(bucket, 'mine-writer'))
        keys(checks, client, bucket)
        nobody = client.as_user(bucket, 'nobody')
        for name, operation in {**RULE_OPERATIONS, 'object': lambda bucket: bucket.get_object('object')}.items():
            checks.raises(f'without policies: {name}', AccessDenied, lambda: operation(nobody), **NOT_ALLOWED)


def rules(checks, client, bucket, missing):
    """The user lacks the action of one operation on the rule: that one is refused and changes nothing, the two others are not."""
    restricted = client.as_user(bucket, f'no-{missing}-rule' if missing else 'every-rule')
    for name, operation in RULE_OPERATIONS.items():
        bucket.put_bucket_encryption(ServerSideEncryptionRule('AES256'))
        what = f'may all but {missing} the rule: {name}' if missing else f'may all with the rule: {name}'
        if name == missing:
            checks.raises(what, AccessDenied, lambda: operation(restricted), **NOT_ALLOWED)
            checks.equal(f'{what} changed nothing', bucket.get_bucket_encryption().sse_algorithm, 'AES256')
        else:
            checks.equal(what, operation(restricted).status, 204 if name == 'delete' else 200)
    if missing != 'delete':
        checks.raises('the rule is gone', NoSuchServerSideEncryptionRule, bucket.get_bucket_encryption, status=404)
    else:
        bucket.delete_bucket_encryption()


def reader(checks, bucket, restricted):
    checks.equal('reader: get', restricted.get_object('object').read(), b'body')
    checks.equal('reader: head', restricted.head_object('object').content_length, 4)
    checks.equal('reader: list', [each.key for each in restricted.list_objects_v2().object_list], ['object'])
    checks.equal('reader: info', restricted.get_bucket_info().name, bucket.bucket_name)
    for what, call in {
        'put': lambda: restricted.put_object('object', b'other'),
        'delete': lambda: restricted.delete_object('object'),
        'append': lambda: restricted.append_object('appended', 0, b'other'),
        'copy': lambda: restricted.copy_object(bucket.bucket_name, 'object', 'copied'),
        'Initiate': lambda: restricted.init_multipart_upload('parts'),
        'batch delete': lambda: restricted.batch_delete_objects(['object']),
        'delete the bucket': lambda: restricted.delete_bucket(),
        'put a policy': lambda: restricted.put_bucket_policy('{}'),
    }.items():
        checks.raises(f'reader: {what}', AccessDenied, call, **NOT_ALLOWED)
    keys = [each.key for each in bucket.list_objects_v2().object_list]
    checks.equal('reader: refused writes change nothing', (keys, bucket.get_object('object').read()), (['object'], b'body'))


def writer(checks, bucket, restricted):
    """It may only write, and only where the name begins with mine/."""
    checks.equal('writer: put under mine/', restricted.put_object('mine/object', b'own').status, 200)
    upload = restricted.init_multipart_upload('mine/parts').upload_id
    part = restricted.upload_part('mine/parts', upload, 1, b'part')
    restricted.complete_multipart_upload('mine/parts', upload, [PartInfo(1, part.etag)])
    checks.equal('writer: upload by parts under mine/', bucket.get_object('mine/parts').read(), b'part')
    for what, call in {
        'put elsewhere': lambda: restricted.put_object('object', b'other'),
        'put beside it': lambda: restricted.put_object('mine', b'other'),
        'Initiate elsewhere': lambda: restricted.init_multipart_upload('parts'),
        'get of its own': lambda: restricted.get_object('mine/object'),
        'copy of what it may not read': lambda: restricted.copy_object(bucket.bucket_name, 'object', 'mine/copy'),
        'delete of its own': lambda: restricted.delete_object('mine/object'),
        'list': lambda: restricted.list_objects_v2(),
    }.items():
        checks.raises(f'writer: {what}', AccessDenied, call, **NOT_ALLOWED)
    for key in ('mine/object', 'mine/parts'):
        bucket.delete_object(key)


def keys(checks, client, bucket):
    """Users that may everything with objects; only the keys differ."""
    key, other = client.server.kms_key_id, client.server.other_kms_key_id
    under_key, under_other, under_default = (sse_request('KMS', each) for each in (key, other, None))
    bucket.put_object('kms', b'secret', headers=under_key)
    for name in ('no-kms', 'no-decrypt'):
        restricted = client.as_user(bucket, name)
        for what, call in {
            'get': lambda: restricted.get_object('kms'),
            'put': lambda: restricted.put_object('kms', b'other', headers=under_key),
            'Initiate': lambda: restricted.init_multipart_upload('kms', headers=under_key),
            'copy from': lambda: restricted.copy_object(bucket.bucket_name, 'kms', 'plain'),
            'copy to': lambda: restricted.copy_object(bucket.bucket_name, 'object', 'kms', headers=under_key),
        }.items():
            checks.raises(f'{name}: {what}', AccessDenied, call, **NO_KMS)
        checks.equal(f'{name}: head needs no key', restricted.head_object('kms').content_length, 6)
        checks.equal(f'{name}: default key', sse_of(restricted.put_object('default', b'body', headers=under_default))[0], 'KMS')
        checks.equal(f'{name}: default key, get', restricted.get_object('default').read(), b'body')
    restricted = client.as_user(bucket, 'one-key')
    checks.equal('one key: get', restricted.get_object('kms').read(), b'secret')
    checks.equal('one key: put', sse_of(restricted.put_object('kms', b'secret', headers=under_key))[1], key)
    checks.equal('one key: by its alias', restricted.put_object('alias', b'x', headers=sse_request('KMS', client.server.kms_alias)).status, 200)
    checks.raises('one key: put under another', AccessDenied, lambda: restricted.put_object('kms', b'other', headers=under_other), **NO_KMS)
    bucket.put_bucket_encryption(ServerSideEncryptionRule('KMS', other))
    checks.raises('one key: put under a rule with another', AccessDenied, lambda: restricted.put_object('kms', b'other'), **NO_KMS)
    bucket.delete_bucket_encryption()
    checks.equal('refused puts change nothing', bucket.get_object('kms').read(), b'secret')

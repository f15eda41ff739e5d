"""Policies of buckets and ACLs: what they open to another user and to anonymous callers, and what they deny (protocol reference §5.1, §5.3)."""

import json
from functools import partial

import oss2
from oss2.exceptions import AccessDenied, NoSuchBucketPolicy, ServerError

from expectations import sse_of, sse_request
from users import policy_of, user

NOT_ALLOWED = dict(status=403, code='AccessDenied')


def run(checks, client):
    with client.new_bucket('policies') as bucket:
        bucket.put_object('object', b'body')
        bucket.put_object('open/object', b'open')
        anonymous = client.bucket(bucket.bucket_name, auth=oss2.AnonymousAuth())
        nobody = client.as_user(bucket, 'nobody')
        document(checks, bucket)
        for_a_user(checks, client, bucket, nobody, anonymous)
        for_everybody(checks, bucket, anonymous)
        denied(checks, client, bucket)
        only_encrypted(checks, client, bucket)
        acls(checks, bucket, nobody, anonymous)


def statement(bucket, actions, below='*', **more):
    return {'Action': actions, 'Resource': [f'acs:oss:*:*:{bucket.bucket_name}/{below}'], 'Principal': ['*'], **more}


def document(checks, bucket):
    checks.raises('no policy', NoSuchBucketPolicy, bucket.get_bucket_policy, status=404)
    text = policy_of(statement(bucket, ['oss:GetObject'], 'open/*'))
    checks.equal('put', bucket.put_bucket_policy(text).status, 200)
    checks.equal('shown', json.loads(bucket.get_bucket_policy().policy), json.loads(text))
    unknown = statement(bucket, ['oss:GetObject'], Condition={'StringAlmost': {'acs:UserAgent': 'x'}})
    for what, wrong in [('no JSON', '{'), ('an unknown operator', policy_of(unknown))]:
        checks.raises(f'{what} is refused', ServerError, lambda: bucket.put_bucket_policy(wrong), status=400, code='InvalidPolicyDocument')
    checks.equal('refused policies change nothing', json.loads(bucket.get_bucket_policy().policy), json.loads(text))
    checks.equal('deleted', bucket.delete_bucket_policy().status, 204)
    checks.raises('no policy again', NoSuchBucketPolicy, bucket.get_bucket_policy, status=404)


def for_a_user(checks, client, bucket, nobody, anonymous):
    """Opened to one user: to nobody else, and only below the prefix."""
    checks.raises('before: get', AccessDenied, lambda: nobody.get_object('open/object'), **NOT_ALLOWED)
    allowed = statement(bucket, ['oss:GetObject', 'oss:PutObject'], 'open/*', Principal=[user('nobody').id])
    bucket.put_bucket_policy(policy_of(allowed))
    checks.equal('user: get', nobody.get_object('open/object').read(), b'open')
    checks.equal('user: put', nobody.put_object('open/object', b'open').status, 200)
    other = client.as_user(bucket, 'mine-writer')
    for what, call in {
        'user: get elsewhere': lambda: nobody.get_object('object'),
        'user: delete': lambda: nobody.delete_object('open/object'),
        'user: list': lambda: nobody.list_objects_v2(),
        'another user: get': lambda: other.get_object('open/object'),
        'anonymous: get': lambda: anonymous.get_object('open/object'),
    }.items():
        checks.raises(what, AccessDenied, call, **NOT_ALLOWED)
    bucket.delete_bucket_policy()
    checks.raises('after: get', AccessDenied, lambda: nobody.get_object('open/object'), **NOT_ALLOWED)


def for_everybody(checks, bucket, anonymous):
    list_below = {'Action': ['oss:ListObjects'], 'Resource': [f'acs:oss:*:*:{bucket.bucket_name}'], 'Principal': ['*']}
    condition = {'StringLike': {'oss:Prefix': ['open/*']}}
    bucket.put_bucket_policy(policy_of(statement(bucket, ['oss:GetObject'], 'open/*'), {**list_below, 'Condition': condition}))
    checks.equal('anonymous: get', anonymous.get_object('open/object').read(), b'open')
    checks.equal('anonymous: list', [each.key for each in anonymous.list_objects_v2(prefix='open/').object_list], ['open/object'])
    for what, call in {
        'get elsewhere': lambda: anonymous.get_object('object'),
        'list without the prefix': lambda: anonymous.list_objects_v2(),
        'put': lambda: anonymous.put_object('open/object', b'other'),
    }.items():
        checks.raises(f'anonymous: {what}', AccessDenied, call, **NOT_ALLOWED)
    bucket.delete_bucket_policy()


def denied(checks, client, bucket):
    """A Deny holds for users whose own policies allow, and for the account itself."""
    reader = client.as_user(bucket, 'reader')
    bucket.put_bucket_policy(policy_of(statement(bucket, ['oss:GetObject'], 'open/*', Effect='Deny')))
    by_policy = dict(**NOT_ALLOWED, message='Access denied by bucket policy.')
    for who, asking in [('reader', reader), ('the account', bucket)]:
        checks.raises(f'denied to {who}', AccessDenied, lambda: asking.get_object('open/object'), **by_policy)
        checks.equal(f'not denied to {who}', asking.get_object('object').read(), b'body')
    bucket.put_bucket_policy(policy_of(statement(bucket, ['oss:GetObject'], Effect='Deny', Condition={'IpAddress': {'acs:SourceIp': '10.0.0.0/8'}})))
    checks.equal('denied to other addresses only', reader.get_object('object').read(), b'body')
    bucket.delete_bucket_policy()


def only_encrypted(checks, client, bucket):
    """The condition keys on encryption, which are this server's own."""
    encrypted = {'StringNotEquals': {'sse:ServerSideEncryption': 'KMS'}}
    keyed = {'StringNotEquals': {'sse:ServerSideEncryptionKeyId': client.server.kms_alias}}
    writer = client.as_user(bucket, 'one-key')
    for name, condition, right, wrong in [
        ('KMS', encrypted, sse_request('KMS'), [{}, sse_request('AES256'), sse_request('SM4')]),
        ('one key', keyed, sse_request('KMS', client.server.kms_key_id), [{}, sse_request('AES256'), sse_request('KMS')]),
    ]:
        bucket.put_bucket_policy(policy_of(statement(bucket, ['oss:PutObject'], Effect='Deny', Condition=condition)))
        calls = {
            'put': partial(writer.put_object, 'checked', b'x'),
            'Initiate': partial(writer.init_multipart_upload, 'checked'),
            'append': partial(writer.append_object, 'appended', 0, b'x'),
            'copy': partial(writer.copy_object, bucket.bucket_name, 'object', 'checked'),
        }
        for what, call in calls.items():
            for headers in wrong:
                shown = '/'.join(headers.values()) or 'none'
                checks.raises(f'only {name}: {what} under {shown}', AccessDenied, lambda: call(headers=dict(headers)), **NOT_ALLOWED)
            checks.equal(f'only {name}: {what}', sse_of(call(headers=dict(right)))[0], 'KMS')
        for upload in oss2.MultipartUploadIterator(bucket):
            bucket.abort_multipart_upload(upload.key, upload.upload_id)
        bucket.delete_object('appended')
    bucket.delete_bucket_policy()


def acls(checks, bucket, nobody, anonymous):
    calls = {
        'get': lambda asking: asking.get_object('object'),
        'put': lambda asking: asking.put_object('written', b'x'),
        'list': lambda asking: asking.list_objects_v2(),
        'rule': lambda asking: asking.get_bucket_encryption(),
    }
    for acl, opened in [('private', []), ('public-read', ['get']), ('public-read-write', ['get', 'put'])]:
        bucket.put_bucket_acl(acl)
        for who, asking in [('anonymous', anonymous), ('user', nobody)]:
            for what, call in calls.items():
                if what in opened:
                    checks.equal(f'{acl} bucket, {who}: {what}', call(asking).status, 200)
                else:
                    checks.raises(f'{acl} bucket, {who}: {what}', AccessDenied, lambda: call(asking), **NOT_ALLOWED)
    bucket.put_object_acl('object', 'private')
    checks.raises('private object in an open bucket', AccessDenied, lambda: anonymous.get_object('object'), **NOT_ALLOWED)
    bucket.put_bucket_acl('private')
    bucket.put_object_acl('object', 'public-read')
    checks.equal('public object in a private bucket', anonymous.get_object('object').read(), b'body')
    checks.raises('public object: put', AccessDenied, lambda: anonymous.put_object('object', b'x'), **NOT_ALLOWED)
    checks.raises('another object', AccessDenied, lambda: anonymous.get_object('open/object'), **NOT_ALLOWED)

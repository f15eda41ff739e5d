"""Users that may a part of everything, a session, and nobody (protocol reference §5.2, §5.4)."""

import alibabacloud_oss_v2 as oss

from encryptions import read
from refusals import refused
from topics.bucket_rules import put_rule, rule
from users import policy_of, session, user

NOT_ALLOWED = dict(status=403, code='AccessDenied')

RULE_OPERATIONS = {
    'put': lambda client, bucket: put_rule(client, bucket, 'SM4').status_code,
    'get': lambda client, bucket: client.get_bucket_encryption(oss.GetBucketEncryptionRequest(bucket)).status_code,
    'delete': lambda client, bucket: client.delete_bucket_encryption(oss.DeleteBucketEncryptionRequest(bucket)).status_code,
}


def run(checks, access):
    with access.new_bucket('permissions') as bucket:
        put(access.oss, bucket)
        for missing in RULE_OPERATIONS:
            lacking(checks, access, bucket, missing)
        reader = as_user(access, 'reader')
        checks.equal('reader: get', read(reader, bucket, 'object'), b'body')
        refused(checks, 'reader: put', lambda: put(reader, bucket), **NOT_ALLOWED)
        no_kms, one_key = as_user(access, 'no-kms'), as_user(access, 'one-key')
        key = dict(server_side_encryption='KMS', server_side_encryption_key_id=access.server.kms_key_id)
        by_kms = dict(**NOT_ALLOWED, message='This request is forbidden by kms.')
        refused(checks, 'no kms: put', lambda: put(no_kms, bucket, **key), **by_kms)
        checks.equal('one key: put', put(one_key, bucket, **key).status_code, 200)
        refused(checks, 'no kms: get', lambda: read(no_kms, bucket, 'object'), **by_kms)
        put(access.oss, bucket)
        in_session(checks, access, bucket)
        public(checks, access, bucket)


def as_user(access, name):
    _, access_key_id, access_key_secret = user(name)
    return access.client(access_key_id, access_key_secret)


def put(client, bucket, **encryption):
    return client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body', **encryption))


def lacking(checks, access, bucket, missing):
    """The user lacks the action of one operation on the rule, which alone is refused."""
    restricted = as_user(access, f'no-{missing}-rule')
    for name, operation in RULE_OPERATIONS.items():
        put_rule(access.oss, bucket, 'AES256')
        what = f'may all but {missing} the rule: {name}'
        if name == missing:
            refused(checks, what, lambda: operation(restricted, bucket), **NOT_ALLOWED)
            checks.equal(f'{what} changed nothing', rule(access.oss, bucket)[0], 'AES256')
        else:
            checks.equal(what, operation(restricted, bucket), 204 if name == 'delete' else 200)
    access.oss.delete_bucket_encryption(oss.DeleteBucketEncryptionRequest(bucket))


def in_session(checks, access, bucket):
    def with_token(token):
        provider = oss.credentials.StaticCredentialsProvider(session().access_key_id, session().access_key_secret, token)
        return access.client(credentials_provider=provider)

    temporary = with_token(session().token)
    checks.equal('session: put', put(temporary, bucket).status_code, 200)
    checks.equal('session: get', read(temporary, bucket, 'object'), b'body')
    refused(checks, 'session: delete', lambda: temporary.delete_object(oss.DeleteObjectRequest(bucket, 'object')), **NOT_ALLOWED)
    wrong = with_token('token')
    refused(checks, 'a token that is none', lambda: read(wrong, bucket, 'object'), status=403, code='InvalidSecurityToken')


def public(checks, access, bucket):
    """A client without a key may what the ACL and the bucket's policy open."""
    anonymous = access.client(credentials_provider=oss.credentials.AnonymousCredentialsProvider())
    listing = lambda: anonymous.list_objects_v2(oss.ListObjectsV2Request(bucket))
    refused(checks, 'anonymous: get', lambda: read(anonymous, bucket, 'object'), **NOT_ALLOWED)
    access.oss.put_bucket_acl(oss.PutBucketAclRequest(bucket, acl='public-read'))
    checks.equal('anonymous: get of what is public', read(anonymous, bucket, 'object'), b'body')
    refused(checks, 'anonymous: put', lambda: put(anonymous, bucket), **NOT_ALLOWED)
    refused(checks, 'anonymous: list', listing, **NOT_ALLOWED)
    policy = policy_of({'Action': ['oss:ListObjects'], 'Resource': [f'acs:oss:*:*:{bucket}'], 'Principal': ['*']})
    access.oss.put_bucket_policy(oss.PutBucketPolicyRequest(bucket, body=policy))
    checks.equal('anonymous: list that the policy opens', listing().key_count, 1)

"""What a bucket's encryption rule may say and what is shown of it (protocol reference §1.3-1.5, §2.10)."""

from oss2.exceptions import InvalidArgument, InvalidEncryptionAlgorithmError, NoSuchBucket, NoSuchServerSideEncryptionRule, ServerError
from oss2.models import ServerSideEncryptionRule

from expectations import rule_of

MASKED = '9468da86-3509-4f8d-a61e-6eab1eac****'

# (algorithm, key id, data encryption): as put, and as shown.
ACCEPTED = [
    (('AES256', None, None), ('AES256', None, None)),
    (('AES256', '', ''), ('AES256', None, None)),
    (('SM4', None, None), ('SM4', None, None)),
    (('KMS', None, None), ('KMS', None, None)),
    (('KMS', '', None), ('KMS', None, None)),
    (('KMS', '123', None), ('KMS', '123', None)),
    (('KMS', MASKED, None), ('KMS', MASKED, None)),
    (('KMS', None, 'SM4'), ('KMS', None, 'SM4')),
    (('KMS', MASKED, 'SM4'), ('KMS', MASKED, 'SM4')),
    (('AES256', None, 'SM4'), ('AES256', None, None)),
    (('SM4', None, 'SM4'), ('SM4', None, None)),
]

REFUSED = [
    (('AES256', '123', None), InvalidArgument, dict(status=400, code='InvalidArgument', ec='0005-00000204')),
    (('SM4', '123', None), InvalidArgument, dict(status=400, code='InvalidArgument', ec='0005-00000204')),
    (('AES', None, None), InvalidEncryptionAlgorithmError, dict(status=400, code='InvalidEncryptionAlgorithmError', ec='0005-00000003')),
    (('KMS', None, 'AES256'), ServerError, dict(status=400, code='InvalidDataEncryptionAlgorithmError', ec='0005-00000203')),
]


def run(checks, client):
    with client.new_bucket('rules') as bucket:
        no_rule(checks, bucket, 'a new bucket')
        for wanted, expected in ACCEPTED:
            what = '/'.join(word or '-' for word in wanted)
            checks.equal(f'{what}: put', bucket.put_bucket_encryption(ServerSideEncryptionRule(*wanted)).status, 200)
            checks.equal(f'{what}: shown', rule_of(bucket.get_bucket_encryption()), expected)
            checks.equal(f'{what}: shown by bucket info', rule_of(bucket.get_bucket_info().bucket_encryption_rule), expected)
        bucket.put_bucket_encryption(ServerSideEncryptionRule('KMS', 'former', 'SM4'))
        for wanted, error, attributes in REFUSED:
            what = '/'.join(word or '-' for word in wanted)
            checks.raises(what, error, lambda: bucket.put_bucket_encryption(ServerSideEncryptionRule(*wanted)), **attributes)
            checks.equal(f'{what}: the former rule stays', rule_of(bucket.get_bucket_encryption()), ('KMS', 'former', 'SM4'))
        checks.equal('delete', bucket.delete_bucket_encryption().status, 204)
        no_rule(checks, bucket, 'after the deletion')
        checks.equal('delete again', bucket.delete_bucket_encryption().status, 204)
    missing = client.bucket(client.new_name('missing'))
    no_bucket = dict(status=404, code='NoSuchBucket', ec='0015-00000101')
    checks.raises('put, no bucket', NoSuchBucket, lambda: missing.put_bucket_encryption(ServerSideEncryptionRule('AES256')), **no_bucket)
    checks.raises('get, no bucket', NoSuchBucket, missing.get_bucket_encryption, **no_bucket)
    checks.raises('delete, no bucket', NoSuchBucket, missing.delete_bucket_encryption, **no_bucket)


def no_rule(checks, bucket, what):
    checks.raises(
        f'{what} has no rule',
        NoSuchServerSideEncryptionRule,
        bucket.get_bucket_encryption,
        status=404,
        code='NoSuchServerSideEncryptionRule',
        message='The server side encryption configuration was not found.',
    )
    info = bucket.get_bucket_info().bucket_encryption_rule
    checks.equal(f'{what} has no rule in bucket info', info and info.sse_algorithm, None)

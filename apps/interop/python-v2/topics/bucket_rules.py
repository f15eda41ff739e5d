"""What a bucket's encryption rule may say, what is shown of it, and what it does (protocol reference §1.3-1.5, §2.10)."""

import alibabacloud_oss_v2 as oss

from encryptions import check_object, sse
from expectations import sse_of
from refusals import refused

# (algorithm, key id, data encryption): as put, and as shown.
ACCEPTED = [
    (('AES256', None, None), ('AES256', None, None)),
    (('AES256', '', ''), ('AES256', None, None)),
    (('SM4', None, None), ('SM4', None, None)),
    (('KMS', None, None), ('KMS', None, None)),
    (('KMS', '123', None), ('KMS', '123', None)),
    (('KMS', None, 'SM4'), ('KMS', None, 'SM4')),
    (('KMS', '9468da86-3509-4f8d-a61e-6eab1eac****', 'SM4'), ('KMS', '9468da86-3509-4f8d-a61e-6eab1eac****', 'SM4')),
    (('AES256', None, 'SM4'), ('AES256', None, None)),
]

REFUSED = [
    (('AES256', '123', None), dict(status=400, code='InvalidArgument', ec='0005-00000204')),
    (('SM4', '123', None), dict(status=400, code='InvalidArgument', ec='0005-00000204')),
    (('AES', None, None), dict(status=400, code='InvalidEncryptionAlgorithmError', ec='0005-00000003')),
    (('KMS', None, 'AES256'), dict(status=400, code='InvalidDataEncryptionAlgorithmError', ec='0005-00000203')),
]

NO_BUCKET = dict(status=404, code='NoSuchBucket', ec='0015-00000101')


def run(checks, access):
    client = access.oss
    with access.new_bucket('rules') as bucket:
        no_rule(checks, client, bucket, 'a new bucket')
        for wanted, expected in ACCEPTED:
            what = '/'.join(word or '-' for word in wanted)
            checks.equal(f'{what}: put', put_rule(client, bucket, *wanted).status_code, 200)
            checks.equal(f'{what}: shown', rule(client, bucket), expected)
            info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket)).bucket_info.sse_rule
            checks.equal(f'{what}: shown by bucket info', words(info), expected)
        put_rule(client, bucket, 'KMS', 'former', 'SM4')
        for wanted, expected in REFUSED:
            what = '/'.join(word or '-' for word in wanted)
            refused(checks, what, lambda: put_rule(client, bucket, *wanted), **expected)
            checks.equal(f'{what}: the former rule stays', rule(client, bucket), ('KMS', 'former', 'SM4'))
        applied(checks, access, bucket)
        checks.equal('delete', client.delete_bucket_encryption(oss.DeleteBucketEncryptionRequest(bucket)).status_code, 204)
        no_rule(checks, client, bucket, 'after the deletion')
        checks.equal('delete again', client.delete_bucket_encryption(oss.DeleteBucketEncryptionRequest(bucket)).status_code, 204)
    missing = access.new_name('missing')
    refused(checks, 'put, no bucket', lambda: put_rule(client, missing, 'AES256'), **NO_BUCKET)
    refused(checks, 'get, no bucket', lambda: rule(client, missing), **NO_BUCKET)
    delete = lambda: client.delete_bucket_encryption(oss.DeleteBucketEncryptionRequest(missing))
    refused(checks, 'delete, no bucket', delete, **NO_BUCKET)


def put_rule(client, bucket, algorithm, key_id=None, data=None):
    wanted = oss.ApplyServerSideEncryptionByDefault(sse_algorithm=algorithm, kms_master_key_id=key_id, kms_data_encryption=data)
    rule = oss.ServerSideEncryptionRule(apply_server_side_encryption_by_default=wanted)
    return client.put_bucket_encryption(oss.PutBucketEncryptionRequest(bucket, rule))


def rule(client, bucket):
    shown = client.get_bucket_encryption(oss.GetBucketEncryptionRequest(bucket)).server_side_encryption_rule
    return words(shown.apply_server_side_encryption_by_default)


def words(shown):
    """(algorithm, key id, data encryption), None for what is absent, empty or said to be none."""
    return tuple(None if word == '' else word for word in (shown.sse_algorithm, shown.kms_master_key_id, shown.kms_data_encryption))


def applied(checks, access, bucket):
    """Each rule counts for the objects that are put under it, unless the request asks for something else."""
    client, key = access.oss, access.server.kms_key_id
    for wanted, echo in [
        (('AES256',), ('AES256', None, None)),
        (('KMS', key), ('KMS', key, None)),
        (('KMS', key, 'SM4'), ('KMS', key, 'SM4')),
        (('SM4',), ('SM4', None, None)),
    ]:
        put_rule(client, bucket, *wanted)
        put = client.put_object(oss.PutObjectRequest(bucket, f"ruled {'/'.join(wanted)}", body=b'body'))
        checks.equal(f'put under {echo[0]}/{echo[2]} says', sse_of(put), echo)
    for wanted, echo in [(('AES256',), ('AES256', None, None)), (('KMS', key, 'SM4'), ('KMS', key, 'SM4'))]:
        check_object(checks, client, bucket, f"ruled {'/'.join(wanted)}", f'put under a former rule of {echo[0]}', b'body', echo)
    put = client.put_object(oss.PutObjectRequest(bucket, 'asked', body=b'body', **sse('AES256')))
    checks.equal('the request outranks the rule', sse_of(put), ('AES256', None, None))
    put_rule(client, bucket, 'KMS', 'no-such-key')
    put = lambda: client.put_object(oss.PutObjectRequest(bucket, 'asked', body=b'other'))
    refused(checks, 'put under a rule whose key is missing', put, 404, 'KeyNotFound')
    check_object(checks, client, bucket, 'asked', 'the former object', b'body', ('AES256', None, None))


def no_rule(checks, client, bucket, what):
    said = 'The server side encryption configuration was not found.'
    refused(checks, f'{what} has no rule', lambda: rule(client, bucket), 404, 'NoSuchServerSideEncryptionRule', message=said)
    info = client.get_bucket_info(oss.GetBucketInfoRequest(bucket)).bucket_info.sse_rule
    checks.true(f'{what} has no rule in bucket info', info is None or info.sse_algorithm in (None, 'None'), info)

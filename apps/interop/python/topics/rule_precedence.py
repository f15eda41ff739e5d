"""A rule applies to objects written after it; the headers of a put win over it (protocol reference §1.4, §1.7, §2.4)."""

from oss2.exceptions import InvalidArgument, NoSuchBucket, NoSuchKey, ServerError
from oss2.models import ServerSideEncryptionRule

from expectations import rule_of, sse_of, sse_request

NONE = (None, None, None)


def run(checks, client):
    key = client.server.kms_key_id
    with client.new_bucket('precedence') as bucket:
        default_key = sse_of(bucket.put_object('default-key', b'x', headers=sse_request('KMS')))[1]
        written = follow_rules(checks, bucket, rules(key, default_key))
        bucket.delete_bucket_encryption()
        checks.equal('put after the rule was deleted', sse_of(bucket.put_object('no-rule', b'body')), NONE)
        for name, expected in written.items():
            got = bucket.get_object(name)
            checks.equal(f'{name} stays as it was written', (sse_of(got), got.read()), (expected, b'body'))
        bogus_rule(checks, bucket)
    created_with_rule(checks, client, key)


def rules(key, default_key):
    """Rule, and what the reply to a put without headers says under it."""
    return [
        (('AES256', None, None), ('AES256', None, None)),
        (('SM4', None, None), ('SM4', None, None)),
        (('KMS', None, None), ('KMS', default_key, None)),
        (('KMS', key, None), ('KMS', key, None)),
        (('KMS', None, 'SM4'), ('KMS', default_key, 'SM4')),
        (('KMS', key, 'SM4'), ('KMS', key, 'SM4')),
    ]


def follow_rules(checks, bucket, table):
    bucket.put_object('before', b'body')
    written = {'before': NONE}
    for wanted, expected in table:
        bucket.put_bucket_encryption(ServerSideEncryptionRule(*wanted))
        name = f"rule {'/'.join(('K' if word and len(word) > 6 else word or '-' for word in wanted))}"
        written[name] = expected
        checks.equal(f'{name}: plain put', sse_of(bucket.put_object(name, b'body')), expected)
        checks.equal(f'{name}: plain get', sse_of(bucket.get_object(name)), expected)
        for algorithm in ('AES256', 'SM4'):
            put = bucket.put_object(f'{name} but {algorithm}', b'body', headers=sse_request(algorithm))
            checks.equal(f'{name}: put with the header {algorithm}', sse_of(put), (algorithm, None, None))
            written[f'{name} but {algorithm}'] = (algorithm, None, None)
    return written


def bogus_rule(checks, bucket):
    """The rule's key is not looked for when the rule is put; the write fails, and reads and other writes do not."""
    bucket.put_bucket_encryption(ServerSideEncryptionRule('KMS', 'test_wrong'))
    checks.equal('a rule may name a key that is not there', rule_of(bucket.get_bucket_encryption()), ('KMS', 'test_wrong', None))
    checks.raises('plain put under it', ServerError, lambda: bucket.put_object('bogus', b'body'), status=404, code='KeyNotFound')
    checks.raises('nothing is stored', NoSuchKey, lambda: bucket.head_object('bogus'), status=404)
    checks.raises('overwrite under it', ServerError, lambda: bucket.put_object('before', b'new'), code='KeyNotFound')
    checks.equal('the former object stays', bucket.get_object('before').read(), b'body')
    put = bucket.put_object('bogus', b'body', headers=sse_request('AES256'))
    checks.equal('a put whose header says AES256 works', sse_of(put), ('AES256', None, None))


def created_with_rule(checks, client, key):
    for wanted in [
        ('AES256', None, None),
        ('SM4', None, None),
        ('KMS', None, None),
        ('KMS', key, None),
        ('KMS', None, 'SM4'),
        ('KMS', key, 'SM4'),
    ]:
        with client.new_bucket('created', headers=sse_request(*wanted)) as bucket:
            what = f"bucket created with {'/'.join((word or '-' for word in wanted))}"
            checks.equal(what, rule_of(bucket.get_bucket_encryption()), wanted)
            checks.equal(f'{what}, put', sse_of(bucket.put_object('object', b'body'))[0], wanted[0])
    refused = client.bucket(client.new_name('refused'))
    headers = sse_request('AES256', key)
    checks.raises('bucket created with AES256 and a key id', InvalidArgument, lambda: refused.create_bucket(headers=headers), status=400)
    checks.raises('such a bucket does not exist', NoSuchBucket, refused.get_bucket_info, status=404)

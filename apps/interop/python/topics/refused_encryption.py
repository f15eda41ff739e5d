"""Encryption headers that are refused: each with its code, and nothing stored (protocol reference §1.5, §2.2)."""

from oss2.exceptions import InvalidArgument, InvalidEncryptionAlgorithmError, NoSuchKey, ServerError

from expectations import SSE, sse_request

NOT_SUPPORTED = 'x-oss-server-side-encryption header is not supported for this operation.'


def run(checks, client):
    with client.new_bucket('refused') as bucket:
        for what, headers, error, attributes in refusals(client.server):
            checks.raises(f'put with {what}', error, lambda: bucket.put_object('refused', b'body', headers=headers), **attributes)
            checks.raises(f'nothing is stored by a put with {what}', NoSuchKey, lambda: bucket.get_object('refused'), status=404)
        bucket.put_object('kept', b'the former object', headers=sse_request('AES256'))
        checks.raises(
            'overwrite under a key that is not there',
            ServerError,
            lambda: bucket.put_object('kept', b'the new object', headers=sse_request('KMS', 'no-such-key')),
            code='KeyNotFound',
        )
        checks.equal('a refused overwrite leaves the former object', bucket.get_object('kept').read(), b'the former object')
        wrong_operations(checks, bucket)


def refusals(server):
    key = server.kms_key_id
    not_found = dict(status=404, code='KeyNotFound', ec='0005-00000208')
    return [
        (
            'an unknown algorithm',
            sse_request('invalid'),
            InvalidEncryptionAlgorithmError,
            dict(status=400, code='InvalidEncryptionAlgorithmError', ec='0005-00000003'),
        ),
        ('AES256 and a key id', sse_request('AES256', key), InvalidArgument, dict(status=400, code='InvalidArgument')),
        ('SM4 and a key id', sse_request('SM4', key), InvalidArgument, dict(status=400, code='InvalidArgument')),
        ('KMS and an empty key id', sse_request('KMS', ''), InvalidArgument, dict(status=400, ec='0005-00000205')),
        ('KMS and a key id that is not there', sse_request('KMS', 'no-such-key'), ServerError, not_found),
        ('KMS and SM4 and a key id that is not there', sse_request('KMS', 'no-such-key', 'SM4'), ServerError, not_found),
        (
            'KMS and a disabled key',
            sse_request('KMS', server.disabled_kms_key_id),
            ServerError,
            dict(status=409, code='KeyDisabled', ec='0005-00000214'),
        ),
        (
            'KMS and an unknown data encryption',
            sse_request('KMS', None, 'AES128'),
            ServerError,
            dict(status=400, code='InvalidDataEncryptionAlgorithmError', ec='0005-00000203'),
        ),
    ]


def wrong_operations(checks, bucket):
    """Operations that store nothing refuse the header; on HEAD the error comes through `x-oss-err`."""
    headers = {SSE: 'AES256'}
    expected = dict(status=400, code='InvalidArgument', message=NOT_SUPPORTED, ec='0005-00000002')
    for what, call in [
        ('get', lambda: bucket.get_object('kept', headers=headers)),
        ('head', lambda: bucket.head_object('kept', headers=headers)),
        ('object meta', lambda: bucket.get_object_meta('kept', headers=headers)),
        ('delete', lambda: bucket.delete_object('kept', headers=headers)),
        ('list', lambda: bucket.list_objects(headers=headers)),
        ('list v2', lambda: bucket.list_objects_v2(headers=headers)),
    ]:
        checks.raises(f'{what} with the encryption header', InvalidArgument, call, **expected)
    checks.true('the object is still there', bucket.object_exists('kept'), False)

"""Encryption headers that are refused: each with its code, and nothing stored (protocol reference §1.5, §2.2)."""

import alibabacloud_oss_v2 as oss

from encryptions import check_object, sse
from expectations import SSE
from refusals import refused

NOT_SUPPORTED = 'x-oss-server-side-encryption header is not supported for this operation.'
BODY = b'the former object'


def run(checks, access):
    client = access.oss
    with access.new_bucket('refused') as bucket:
        client.put_object(oss.PutObjectRequest(bucket, 'kept', body=BODY, **sse('AES256')))
        for what, asked, expected in refusals(access.server):
            put = lambda key: client.put_object(oss.PutObjectRequest(bucket, key, body=b'other', **asked))
            refused(checks, f'put with {what}', lambda: put('refused'), **expected)
            checks.equal(f'nothing is stored by a put with {what}', client.is_object_exist(bucket, 'refused'), False)
            refused(checks, f'overwrite with {what}', lambda: put('kept'), **expected)
            append = lambda: client.append_object(oss.AppendObjectRequest(bucket, 'refused', position=0, body=b'other', **asked))
            refused(checks, f'append with {what}', append, **expected)
            begin = lambda: client.initiate_multipart_upload(oss.InitiateMultipartUploadRequest(bucket, 'refused', **asked))
            refused(checks, f'Initiate with {what}', begin, **expected)
            copy = lambda: client.copy_object(oss.CopyObjectRequest(bucket, 'kept', source_key='kept', **asked))
            refused(checks, f'copy onto itself with {what}', copy, **expected)
        check_object(checks, client, bucket, 'kept', 'what was refused leaves the former object', BODY, ('AES256', None, None))
        wrong_operations(checks, access, bucket)


def refusals(server):
    key = server.kms_key_id
    key_id_alone = dict(status=400, code='InvalidArgument')
    not_found = dict(status=404, code='KeyNotFound', ec='0005-00000208')
    unknown = dict(status=400, code='InvalidEncryptionAlgorithmError', ec='0005-00000003')
    unknown_data = dict(status=400, code='InvalidDataEncryptionAlgorithmError', ec='0005-00000203')
    return [
        ('an unknown algorithm', sse('invalid'), unknown),
        ('AES256 and a key id', sse('AES256', key), key_id_alone),
        ('SM4 and a key id', sse('SM4', key), key_id_alone),
        ('KMS and a key id that is not there', sse('KMS', 'no-such-key'), not_found),
        ('KMS and SM4 and a key id that is not there', sse('KMS', 'no-such-key', 'SM4'), not_found),
        ('KMS and a disabled key', sse('KMS', server.disabled_kms_key_id), dict(status=409, code='KeyDisabled', ec='0005-00000214')),
        ('KMS and an unknown data encryption', sse('KMS', None, 'AES128'), unknown_data),
    ]


def wrong_operations(checks, access, bucket):
    """Operations that store nothing refuse the header, which this client sends there as a header of every request."""
    client = access.client(default_request_headers={SSE: 'AES256'})
    expected = dict(status=400, code='InvalidArgument', message=NOT_SUPPORTED, ec='0005-00000002')
    for what, call in [
        ('get', lambda: client.get_object(oss.GetObjectRequest(bucket, 'kept'))),
        ('head', lambda: client.head_object(oss.HeadObjectRequest(bucket, 'kept'))),
        ('object meta', lambda: client.get_object_meta(oss.GetObjectMetaRequest(bucket, 'kept'))),
        ('delete', lambda: client.delete_object(oss.DeleteObjectRequest(bucket, 'kept'))),
        ('list', lambda: client.list_objects(oss.ListObjectsRequest(bucket))),
        ('list v2', lambda: client.list_objects_v2(oss.ListObjectsV2Request(bucket))),
    ]:
        refused(checks, f'{what} with the encryption header', call, **expected)
    checks.equal('the object is still there', access.oss.is_object_exist(bucket, 'kept'), True)

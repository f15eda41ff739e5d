"""Object names with spaces, signs, slashes, Chinese, control characters; metadata of them; names that are refused."""

import alibabacloud_oss_v2 as oss

from encryptions import read, sse
from refusals import refused

NAMES = [
    'plain.txt',
    'a b  c',
    'plus+and%20percent%',
    'question?x=1&y=2',
    "hash#~!*'()[]",
    'semi;colon:comma,at@dollar$equals=',
    'folder/sub folder/',
    'double//slash',
    '中文/对象 😀',
    'é\u0301',
    'control\x01\n',
    'quote"<&>',
    'back\\slash',
    'x' * 1023,
]


def run(checks, access):
    client = access.oss
    with access.new_bucket('names') as bucket:
        for name in NAMES:
            what = ascii(name[:40])
            client.put_object(oss.PutObjectRequest(bucket, name, body=name.encode(), **sse('AES256')))
            checks.equal(f'get {what}', read(client, bucket, name), name.encode())
            length = client.head_object(oss.HeadObjectRequest(bucket, name)).content_length
            checks.equal(f'head {what}', length, len(name.encode()))
        listed = [entry.key for entry in client.list_objects_v2(oss.ListObjectsV2Request(bucket, encoding_type='url')).contents]
        checks.equal('all are listed', listed, sorted(NAMES, key=lambda name: name.encode()))
        for name in NAMES:
            status = client.delete_object(oss.DeleteObjectRequest(bucket, name)).status_code
            checks.equal(f'delete {ascii(name[:40])}', (status, client.is_object_exist(bucket, name)), (204, False))
        for name in ('\\start', 'x' * 1024):
            put = lambda: client.put_object(oss.PutObjectRequest(bucket, name, body=b'body'))
            if len(name) > 1023:
                checks.raises('a name of 1024 bytes, refused by the client itself', oss.exceptions.OperationError, put)
            else:
                refused(checks, f'put {name}', put, 400, 'InvalidObjectName')

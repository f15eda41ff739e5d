"""x-oss-forbid-overwrite on every write that has it: refused where there is an object, which stays (protocol reference §4.6)."""

from concurrent.futures import ThreadPoolExecutor

from oss2.exceptions import ServerError
from oss2.models import PartInfo

from encryptions import check_object, every_encryption
from expectations import pattern_bytes, sse_request

FORMER = b'the former object'
BODY = pattern_bytes(70_001)
FORBID = {'x-oss-forbid-overwrite': 'true'}
ALLOW = {'x-oss-forbid-overwrite': 'false'}
EXISTS = dict(status=409, code='FileAlreadyExists', message='The object you specified already exists and can not be overwritten.')


def run(checks, client):
    with client.new_bucket('forbid') as bucket:
        bucket.put_object('source', BODY, headers=sse_request('KMS'))
        for encryption in every_encryption(bucket):
            with checks.section(encryption.name) as part:
                writes(part, bucket, encryption)
                completion(part, bucket, encryption)
        race(checks, bucket)


def writes(checks, bucket, encryption):
    for what, write in [
        ('put', lambda headers: bucket.put_object('object', BODY, headers=dict(encryption.headers, **headers))),
        ('copy', lambda headers: bucket.copy_object(bucket.bucket_name, 'source', 'object', headers=dict(encryption.headers, **headers))),
    ]:
        bucket.put_object('object', FORMER, headers=sse_request('AES256'))
        checks.raises(f'{what} onto an object', ServerError, lambda: write(FORBID), **EXISTS)
        check_object(checks, bucket, 'object', f'the object stays after a refused {what}', FORMER, ('AES256', None, None))
        write(ALLOW)
        check_object(checks, bucket, 'object', f'{what} that may overwrite', BODY, encryption.echo)
        bucket.delete_object('object')
        write(FORBID)
        check_object(checks, bucket, 'object', f'{what} where there is none', BODY, encryption.echo)
    asked = dict(encryption.headers, **FORBID)
    for what, call in [
        ('copy onto itself', lambda: bucket.copy_object(bucket.bucket_name, 'object', 'object', headers=asked)),
        ('Initiate where there is an object', lambda: bucket.init_multipart_upload('object', headers=asked)),
    ]:
        checks.raises(what, ServerError, call, **EXISTS)
    checks.equal('a refused Initiate begins nothing', bucket.list_multipart_uploads().upload_list, [])


def completion(checks, bucket, encryption):
    """The object appears between Initiate and Complete."""
    bucket.delete_object('object')
    upload_id = bucket.init_multipart_upload('object', headers=dict(encryption.headers, **FORBID)).upload_id
    parts = [PartInfo(1, bucket.upload_part('object', upload_id, 1, BODY).etag)]
    bucket.put_object('object', FORMER, headers=sse_request('AES256'))
    complete = lambda headers: bucket.complete_multipart_upload('object', upload_id, parts, headers=headers)
    checks.raises('Complete onto an object', ServerError, lambda: complete(FORBID), **EXISTS)
    check_object(checks, bucket, 'object', 'the object stays after a refused Complete', FORMER, ('AES256', None, None))
    checks.equal('the upload stays after a refused Complete', len(bucket.list_parts('object', upload_id).parts), 1)
    bucket.delete_object('object')
    complete(FORBID)
    check_object(checks, bucket, 'object', 'Complete where there is none', BODY, encryption.echo)


def race(checks, bucket):
    """Of writers that forbid overwriting, one gets its object, whole."""

    def write(number):
        try:
            bucket.put_object('race', bytes([number]) * 50_000, headers=dict(FORBID, **sse_request('AES256')))
            return number
        except ServerError as refused:
            return refused.code

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(write, range(8)))
    won = [outcome for outcome in outcomes if outcome != 'FileAlreadyExists']
    checks.true('eight writers at once: one wins', len(won) == 1 and won[0] in range(8), outcomes)
    checks.equal('eight writers at once: its bytes', set(bucket.get_object('race').read()), set(won))

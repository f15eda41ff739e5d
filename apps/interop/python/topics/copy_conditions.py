"""Conditions of a copy: 412 and 304 leave the target as it was (protocol reference §4.6, observed behaviour 25)."""

from email.utils import formatdate

from oss2.exceptions import NotModified, PreconditionFailed

from encryptions import check_object
from expectations import sse_request

BODY = b'the source'
FORMER = b'the former object'
DID_NOT_HOLD = 'At least one of the pre-conditions you specified did not hold.'


def run(checks, client):
    with client.new_bucket('copy-conditions') as bucket:
        put = bucket.put_object('source', BODY, headers=sse_request('KMS'))
        changed = bucket.head_object('source').last_modified
        past, future, just = (formatdate(changed + seconds, usegmt=True) for seconds in (-86_400, 86_400, 0))
        other = '0' * 32
        for conditions, error in [
            ({'if-match': put.etag}, None),
            ({'if-match': f'"{put.etag}"'}, None),
            ({'if-match': other}, PreconditionFailed),
            ({'if-none-match': other}, None),
            ({'if-none-match': put.etag}, NotModified),
            ({'if-none-match': f'"{put.etag}"'}, NotModified),
            ({'if-modified-since': past}, None),
            ({'if-modified-since': just}, NotModified),
            ({'if-unmodified-since': just}, None),
            ({'if-unmodified-since': future}, None),
            ({'if-unmodified-since': past}, PreconditionFailed),
            ({'if-match': put.etag, 'if-modified-since': past}, None),
            ({'if-match': other, 'if-modified-since': past}, PreconditionFailed),
            ({'if-none-match': put.etag, 'if-unmodified-since': future}, NotModified),
        ]:
            one(checks, bucket, conditions, error)


def one(checks, bucket, conditions, error):
    what = ', '.join(f'{name}: {value}' for name, value in conditions.items())
    bucket.put_object('target', FORMER, headers=sse_request('SM4'))
    headers = {f'x-oss-copy-source-{name}': value for name, value in conditions.items()}
    copy = lambda: bucket.copy_object(bucket.bucket_name, 'source', 'target', headers=dict(headers, **sse_request('AES256')))
    if error is None:
        checks.equal(f'copy with {what}', copy().status, 200)
        check_object(checks, bucket, 'target', what, BODY, ('AES256', None, None))
        return
    raised = checks.raises(f'copy with {what}', error, copy, status=error.status)
    check_object(checks, bucket, 'target', what, FORMER, ('SM4', None, None))
    if error is PreconditionFailed:
        came = raised and (raised.code, raised.message, raised.details.get('Condition', '').lower())
        checks.equal(f'copy with {what}: the error says', came, ('PreconditionFailed', DID_NOT_HOLD, next(iter(conditions))))

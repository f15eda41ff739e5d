"""Object names: whatever UTF-8 gives in 1 to 1023 bytes, not beginning with a slash or backslash (protocol reference §4.6)."""

from oss2 import ObjectIterator, ObjectIteratorV2
from oss2.exceptions import InvalidObjectName, NoSuchKey

from expectations import sse_request

NAMES = [
    'plain.txt',
    'with space',
    'plus+sign',
    'a b+c%20d',
    'per%cent',
    'per%2Fcent',
    'folder/inner/file',
    'folder/',
    'double//slash',
    'trailing space ',
    'question?mark=1&b=2',
    'hash#tag',
    '~tilde!*\'()',
    '<angle>&amp;"quotes"',
    'back\\slash',
    'semicolon;comma,colon:at@',
    'equals=sign',
    '中文/对象 名称.txt',
    'emoji 😀',
    'combining e\u0301 and \u00e9',
    'control\x01character',
    'tab\tand\nline',
    f"1023 bytes {'x' * 1012}",
    '中' * 341,
    'x',
]

REFUSED = ['/leading-slash', '\\leading-backslash', 'x' * 1024, f"{'中' * 341}x"]


def run(checks, client):
    with client.new_bucket('names') as bucket:
        for name in NAMES:
            shown = ascii(name if len(name) < 40 else f'{name[:20]}…')
            body = name.encode('utf-8')
            checks.equal(f'put {shown}', bucket.put_object(name, body, headers=sse_request('AES256')).status, 200)
            checks.equal(f'get {shown}', bucket.get_object(name).read(), body)
            checks.equal(f'head {shown}', bucket.head_object(name).content_length, len(body))
        in_order = sorted(NAMES, key=lambda name: name.encode('utf-8'))
        checks.equal('list v1 has all names in byte order', [entry.key for entry in ObjectIterator(bucket)], in_order)
        checks.equal('list v2 has all names in byte order', [entry.key for entry in ObjectIteratorV2(bucket)], in_order)
        for name in NAMES:
            shown = ascii(name if len(name) < 40 else f'{name[:20]}…')
            checks.equal(f'delete {shown}', bucket.delete_object(name).status, 204)
            checks.raises(f'after the deletion of {shown}', NoSuchKey, lambda: bucket.get_object(name), status=404, code='NoSuchKey')
            checks.equal(f'delete again {shown}', bucket.delete_object(name).status, 204)
        checks.equal('nothing is left', list(ObjectIteratorV2(bucket)), [])
        for name in REFUSED:
            checks.raises(
                f'put of the bad name {ascii(name[:20])}',
                InvalidObjectName,
                lambda: bucket.put_object(name, b'body'),
                status=400,
                code='InvalidObjectName',
            )

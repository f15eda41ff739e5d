"""Presigned URLs, fetched with curl (protocol reference §3.2, §3.3, §3.4)."""

import time

from curl_command import curl
from expectations import sse_request, SSE

NAMES = ['plain.txt', 'a b+c%20d&e=f?.txt', 'folder/内 容[1].txt']
BODY = b'fetched by curl'
OVERRIDES = {
    'content-type': 'text/x-other',
    'content-disposition': 'attachment; filename="a b.txt"',
    'content-language': 'zh-CN',
    'cache-control': 'no-store',
    'content-encoding': 'identity',
    'expires': 'Fri, 28 Feb 2031 12:00:00 GMT',
}


def run(checks, client):
    with client.new_bucket('curl') as made:
        for endpoint in (client.server.endpoint, f'http://oss.interop.test:{client.server.port}'):
            bucket = client.bucket(made.bucket_name, endpoint=endpoint)
            where = 'by path' if endpoint == client.server.endpoint else 'by host'
            with checks.section(where) as part:
                methods(part, bucket)
                content_types(part, bucket)
                overrides(part, bucket)
                altered(part, bucket)
        expired(checks, made)
        if client.signature != 'V1':
            additional_headers(checks, made)
        restricted(checks, client, made)


def methods(checks, bucket):
    for name in NAMES:
        put = curl('PUT', bucket.sign_url('PUT', name, 600), body=BODY)
        checks.equal(f'{ascii(name)}: put', put.status, 200)
        got = curl('GET', bucket.sign_url('GET', name, 600, slash_safe=True))
        checks.equal(f'{ascii(name)}: get', (got.status, got.body), (200, BODY))
        head = curl('HEAD', bucket.sign_url('HEAD', name, 600))
        checks.equal(f'{ascii(name)}: head', (head.status, head.headers.get('content-length'), head.body), (200, str(len(BODY)), b''))
        part = curl('GET', bucket.sign_url('GET', name, 600), headers={'Range': 'bytes=2-5'})
        checks.equal(f'{ascii(name)}: range', (part.status, part.body), (206, BODY[2:6]))
    checks.equal('delete', curl('DELETE', bucket.sign_url('DELETE', NAMES[1], 600)).status, 204)
    checks.equal('deleted', curl('GET', bucket.sign_url('GET', NAMES[1], 600)).status, 404)


def content_types(checks, bucket):
    headers = {'Content-Type': 'text/x-curl; charset=utf-8', 'x-oss-meta-by': 'curl', **sse_request('AES256')}
    url = bucket.sign_url('PUT', 'typed', 600, headers=dict(headers))
    put = curl('PUT', url, headers=headers, body=BODY)
    checks.equal('put with a content type', (put.status, put.headers.get(SSE)), (200, 'AES256'))
    head = bucket.head_object('typed')
    checks.equal('what it stored', (head.content_type, head.headers.get('x-oss-meta-by')), ('text/x-curl; charset=utf-8', 'curl'))
    for name, other in [('Content-Type', 'text/x-other'), ('x-oss-meta-by', 'me'), (SSE, 'SM4')]:
        refused = curl('PUT', url, headers={**headers, name: other}, body=b'other')
        checks.equal(f'put with another {name}', refused.status, 403)
    checks.equal('put without any of them', curl('PUT', url, body=b'other').status, 403)
    checks.equal('refused puts change nothing', bucket.get_object('typed').read(), BODY)


def overrides(checks, bucket):
    params = {f'response-{name}': value for name, value in OVERRIDES.items()}
    url = bucket.sign_url('GET', NAMES[0], 600, params=params)
    got = curl('GET', url)
    checks.equal('overrides: get', (got.status, {name: got.headers.get(name) for name in OVERRIDES}), (200, OVERRIDES))
    changed = url.replace('x-other', 'x-more')
    checks.true('the override is in the URL', changed != url, url)
    checks.equal('override altered', curl('GET', changed).status, 403)
    plain = bucket.sign_url('GET', NAMES[0], 600)
    checks.equal('override added', curl('GET', f'{plain}&response-content-type=text%2Fx-other').status, 403)


def altered(checks, bucket):
    url = bucket.sign_url('GET', NAMES[0], 600)
    for what, method, changed in [
        ('name', 'GET', url.replace('plain.txt', 'typed')),
        ('bucket', 'GET', url.replace(bucket.bucket_name, bucket.bucket_name + 'x')),
        ('method', 'DELETE', url),
        ('method, HEAD', 'HEAD', url),
        ('signature', 'GET', altered_signature(url)),
        ('sub-resource', 'GET', url + '&acl'),
        ('nothing but the name', 'GET', url.split('?')[0]),
    ]:
        checks.equal(f'altered: {what}', curl(method, changed).status, 403)
    checks.equal('unaltered', curl('GET', url).status, 200)
    checks.equal('longer than signed', curl('GET', lengthened(url)).status, 403)


def altered_signature(url):
    before, name, after = url.rpartition('x-oss-signature=' if 'x-oss-signature=' in url else 'Signature=')
    return before + name + ('B' if after[0] == 'A' else 'A') + after[1:]


def lengthened(url):
    """The same with one more second, in whichever way it says its end."""
    for name in ('Expires=', 'x-oss-expires='):
        before, found, after = url.partition(name)
        if found:
            number, _, rest = after.partition('&')
            return f'{before}{found}{int(number) + 1}&{rest}'
    raise ValueError(url)


def expired(checks, bucket):
    url = bucket.sign_url('GET', NAMES[0], 1)
    time.sleep(2.1)
    answer = curl('GET', url)
    checks.equal('expired', (answer.status, b'<Message>Request has expired.</Message>' in answer.body), (403, True))
    checks.equal('expired, head', curl('HEAD', url).status, 403)


def additional_headers(checks, bucket):
    """Headers that are signed because the URL names them."""
    headers = {'x-trace': 'abc', 'Range': 'bytes=0-6'}
    url = bucket.sign_url('GET', NAMES[0], 600, headers=dict(headers), additional_headers=['x-trace', 'range'])
    got = curl('GET', url, headers=headers)
    checks.equal('additional headers: get', (got.status, got.body), (206, BODY[:7]))
    for what, sent in [
        ('one changed', {**headers, 'x-trace': 'abd'}),
        ('one missing', {'x-trace': 'abc'}),
        ('another range', {**headers, 'Range': 'bytes=0-7'}),
    ]:
        checks.equal(f'additional headers: {what}', curl('GET', url, headers=sent).status, 403)
    checks.equal('additional headers: one more that is not signed', curl('GET', url, headers={**headers, 'x-more': '1'}).status, 206)


def restricted(checks, client, bucket):
    """A link may what its signer may, when it is fetched."""
    reader = client.as_user(bucket, 'reader')
    checks.equal('reader: get', curl('GET', reader.sign_url('GET', NAMES[0], 600)).body, BODY)
    refused = curl('PUT', reader.sign_url('PUT', NAMES[0], 600), body=b'other')
    checks.equal('reader: put', (refused.status, b'<Code>AccessDenied</Code>' in refused.body), (403, True))
    nobody = client.as_user(bucket, 'nobody')
    checks.equal('nobody: get', curl('GET', nobody.sign_url('GET', NAMES[0], 600)).status, 403)
    checks.equal('reader: changed nothing', bucket.get_object(NAMES[0]).read(), BODY)

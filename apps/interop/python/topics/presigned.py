"""Presigned URLs, fetched by an HTTP client that knows nothing of OSS (protocol reference §3.2, §3.4; observed behaviour 14)."""

import requests

from encryptions import check_object, every_encryption
from expectations import pattern_bytes, sse_of, sse_request
from topics.refused_requests import shifted_clock

NAMES = ['plain.txt', 'a b+c%20d.txt', 'folder/内 容.txt']
BODY = b'presigned body'


def run(checks, client):
    with client.new_bucket('presigned') as bucket:
        for name in NAMES:
            for slash_safe in (False, True):
                put_and_get(checks, bucket, name, slash_safe)
        for encryption in every_encryption(bucket):
            encrypted(checks, bucket, encryption)
        signed_headers(checks, bucket)
        overrides(checks, bucket)
        refusals(checks, client, bucket)
        url = bucket.sign_url('GET', NAMES[0], 600)
        checks.equal('oss2 reads its own URL', bucket.get_object_with_url(url).read(), BODY)
        if client.signature != 'V4':
            url = bucket.sign_url('GET', NAMES[0], 50 * 365 * 86400)
            checks.equal('URL valid for 50 years', requests.get(url).status_code, 200)


def put_and_get(checks, bucket, name, slash_safe):
    what = ascii(name) + (', slashes kept' if slash_safe else '')
    put = requests.put(bucket.sign_url('PUT', name, 600, slash_safe=slash_safe), data=BODY)
    checks.equal(f'put {what}', put.status_code, 200)
    got = requests.get(bucket.sign_url('GET', name, 600, slash_safe=slash_safe))
    checks.equal(f'get {what}', (got.status_code, got.content), (200, BODY))
    head = requests.head(bucket.sign_url('HEAD', name, 600, slash_safe=slash_safe))
    checks.equal(f'head {what}', (head.status_code, head.headers['Content-Length']), (200, str(len(BODY))))
    part = requests.get(bucket.sign_url('GET', name, 600, slash_safe=slash_safe), headers={'Range': 'bytes=0-3'})
    checks.equal(f'range of {what}', (part.status_code, part.content), (206, BODY[:4]))


def encrypted(checks, bucket, encryption):
    body = pattern_bytes(40_000)
    url = bucket.sign_url('PUT', 'encrypted', 600, headers=dict(encryption.headers))
    put = requests.put(url, data=body, headers=encryption.headers)
    checks.equal(f'put under {encryption.name}', (put.status_code, sse_of(put)), (200, encryption.echo))
    got = requests.get(bucket.sign_url('GET', 'encrypted', 600), headers={'Range': 'bytes=16380-16390'})
    came = (got.status_code, sse_of(got), got.content == body[16_380:16_391])
    checks.equal(f'get of a range under {encryption.name}', came, (206, encryption.echo, True))
    check_object(checks, bucket, 'encrypted', f'stored by a URL under {encryption.name}', body, encryption.echo)


def signed_headers(checks, bucket):
    headers = dict(sse_request('KMS'), **{'Content-Type': 'text/x-signed', 'x-oss-meta-note': 'signed'})
    url = bucket.sign_url('PUT', 'headers', 600, headers=dict(headers))
    put = requests.put(url, data=BODY, headers=headers)
    checks.equal('put with signed encryption headers', (put.status_code, sse_of(put)[0]), (200, 'KMS'))
    head = bucket.head_object('headers')
    checks.equal(
        'what they stored', (sse_of(head)[0], head.content_type, head.headers.get('x-oss-meta-note')), ('KMS', 'text/x-signed', 'signed')
    )
    without_type = {name: value for name, value in headers.items() if name != 'Content-Type'}
    without_sse = {name: value for name, value in headers.items() if not name.startswith('x-oss-server-side')}
    for what, sent in [('Content-Type', without_type), ('encryption header', without_sse)]:
        refused = requests.put(url, data=b'other', headers=sent)
        checks.equal(f'put without its signed {what}', refused.status_code, 403)
    refused = requests.put(bucket.sign_url('PUT', 'headers', 600), data=b'other', headers=sse_request('AES256'))
    checks.equal('put with an encryption header that was not signed', refused.status_code, 403)
    checks.equal('refused puts change nothing', bucket.get_object('headers').read(), BODY)


def overrides(checks, bucket):
    url = bucket.sign_url('GET', NAMES[0], 600, params={'response-content-type': 'text/x-other'})
    checks.equal('signed override of Content-Type', requests.get(url).headers.get('Content-Type'), 'text/x-other')
    tampered = url.replace('text%2Fx-other', 'text%2Fx-another')
    checks.true('the override is in the URL', tampered != url, url)
    checks.equal('changed override', requests.get(tampered).status_code, 403)


def refusals(checks, client, bucket):
    url = bucket.sign_url('GET', NAMES[0], 600)
    for what, changed, method in [
        ('another name', url.replace('plain.txt', 'other.txt'), 'GET'),
        ('another method', url, 'PUT'),
        ('another method, HEAD', url, 'HEAD'),
        ('no signature', url.split('?')[0], 'GET'),
    ]:
        checks.equal(what, requests.request(method, changed).status_code, 403)
    wrong = client.bucket(bucket.bucket_name, auth=client.auth_with(access_key_secret='not-the-secret'))
    answer = requests.get(wrong.sign_url('GET', NAMES[0], 600))
    checks.equal('wrong secret', (answer.status_code, '<Code>SignatureDoesNotMatch</Code>' in answer.text), (403, True))
    if client.signature != 'V4':
        expired = bucket.sign_url('GET', NAMES[0], -60)
    else:
        with shifted_clock(-60):
            expired = bucket.sign_url('GET', NAMES[0], 600)
        too_long = requests.get(bucket.sign_url('GET', NAMES[0], 604_801))
        checks.equal('more than a week', (too_long.status_code, too_long.headers.get('x-oss-ec')), (400, '0002-00000232'))
        checks.equal('a week', requests.get(bucket.sign_url('GET', NAMES[0], 604_800)).status_code, 200)
    answer = requests.get(expired)
    checks.equal('expired', (answer.status_code, '<Message>Request has expired.</Message>' in answer.text), (403, True))

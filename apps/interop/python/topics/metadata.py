"""User metadata and content headers come back as they were sent."""

from oss2.exceptions import InvalidArgument, NoSuchKey

from expectations import sse_request

SENT = {
    'x-oss-meta-plain': 'value',
    'x-oss-meta-spaces': 'one  two   three',
    'x-oss-meta-MixedCase': 'Value',
    'x-oss-meta-punctuation': '!"#$%&\'()*+,-./:;<=>?@[]^_`{|}~',
    'x-oss-meta-empty': '',
    'x-oss-meta-long': 'x' * 4000,
}

CONTENT = {
    'Content-Type': 'application/x-interop; charset=utf-8',
    'Cache-Control': 'max-age=60, no-transform',
    'Content-Disposition': 'attachment; filename="a b.txt"',
    'Content-Encoding': 'identity',
    'Content-Language': 'zh-CN',
    'Expires': 'Wed, 08 Jul 2026 16:57:01 GMT',
}

# Python's HTTP client sends text in Latin-1 only, so other text goes out as the UTF-8 bytes it is signed as.
# The last byte of the last letter is a blank in Latin-1.
NON_ASCII = 'naïve 中文 метаданные voilà'


def run(checks, client):
    with client.new_bucket('metadata') as bucket:
        headers = dict(SENT, **CONTENT)
        headers['x-oss-meta-text'] = NON_ASCII.encode('utf-8')
        for algorithm in (None, 'AES256', 'KMS'):
            bucket.put_object('object', b'body', headers=dict(headers, **sse_request(algorithm)))
            for what, result in [('get', bucket.get_object('object')), ('head', bucket.head_object('object'))]:
                compare(checks, f"{algorithm or 'no encryption'}, {what}", result.headers)
        bucket.put_object('object', b'body')
        left = [name for name in bucket.head_object('object').headers if name.lower().startswith('x-oss-meta-')]
        checks.equal('an overwrite without metadata leaves none', left, [])
        too_long = {f'x-oss-meta-long-{n}': 'x' * 3000 for n in range(3)}
        checks.raises(
            'metadata of more than 8 KiB', InvalidArgument, lambda: bucket.put_object('never', b'body', headers=too_long), status=400
        )
        checks.raises('metadata of more than 8 KiB stores nothing', NoSuchKey, lambda: bucket.head_object('never'), status=404)


def compare(checks, what, headers):
    for name, value in dict(SENT, **CONTENT).items():
        checks.equal(f'{what}: {name}', headers.get(name), value)
    came = headers.get('x-oss-meta-text', '').encode('latin-1').decode('utf-8', 'replace')
    checks.equal(f'{what}: non-ASCII text', came, NON_ASCII)

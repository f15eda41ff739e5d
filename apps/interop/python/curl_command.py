"""The program curl, for which every host name means this machine."""

import subprocess
import tempfile
from collections import namedtuple

Fetched = namedtuple('Fetched', 'status headers body')

# Its own settings and proxies stay out, and URLs are sent as they are written.
ALWAYS = ['curl', '--disable', '--silent', '--show-error', '--noproxy', '*', '--connect-to', '::127.0.0.1:', '--globoff', '--path-as-is']


def curl(method, url, headers=None, body=None):
    """GET, HEAD, DELETE, or PUT of a file; header names come in lower case."""
    named = [word for name, value in (headers or {}).items() for word in ('--header', f'{name}: {value}')]
    if method == 'PUT':
        with tempfile.NamedTemporaryFile() as file:
            file.write(body)
            file.flush()
            return fetched([*named, '--include', '--upload-file', file.name, url])
    if method == 'HEAD':
        return fetched([*named, '--head', url])
    return fetched([*named, '--include', '--request', method, url])


def fetched(args):
    ended = subprocess.run([*ALWAYS, *args], capture_output=True)
    if ended.returncode != 0:
        raise RuntimeError(f'curl ended with {ended.returncode}: {ended.stderr.decode()}')
    head, _, body = ended.stdout.partition(b'\r\n\r\n')
    while head.startswith(b'HTTP/1.1 100'):
        # curl waits for this before it sends a file.
        head, _, body = body.partition(b'\r\n\r\n')
    status, *lines = head.decode('latin-1').split('\r\n')
    pairs = (line.partition(': ') for line in lines)
    return Fetched(int(status.split(' ')[1]), {name.lower(): value for name, _, value in pairs}, body)

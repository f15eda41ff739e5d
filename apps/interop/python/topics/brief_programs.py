"""The three programs of the brief, each in a process of its own, as a reader of the manual page would run them."""

import subprocess
import sys
from pathlib import Path

from oss2.exceptions import NoSuchServerSideEncryptionRule

from server import empty_and_delete

FOLDER = Path(__file__).resolve().parent.parent
BRIEF = FOLDER.parent / 'run' / 'brief' / 'en'
BUCKET = 'examplebucket'


def run(checks, client):
    bucket = client.bucket(BUCKET)
    bucket.create_bucket()
    checks.equal('put_bucket_encryption.py prints', output_of('put_bucket_encryption.py'), ['http response code: 200'])
    checks.equal(
        'get_bucket_encryption.py prints',
        output_of('get_bucket_encryption.py'),
        ['sse_algorithm: AES256', 'kms_master_keyid: None'],
    )
    stored = bucket.put_object('plain-put.txt', b'encrypted by the rule')
    checks.equal('a put under that rule is encrypted', stored.headers.get('x-oss-server-side-encryption'), 'AES256')
    checks.equal('delete_bucket_encryption.py prints', output_of('delete_bucket_encryption.py'), ['http status: 204'])
    checks.raises(
        'a query after the deletion raises',
        NoSuchServerSideEncryptionRule,
        bucket.get_bucket_encryption,
        status=404,
        code='NoSuchServerSideEncryptionRule',
    )
    uncaught = subprocess.run(command('get_bucket_encryption.py'), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8')
    last_line = uncaught.stderr.rstrip().rsplit('\n', 1)[-1]
    checks.true(
        'get_bucket_encryption.py then ends with that error',
        last_line.startswith('oss2.exceptions.NoSuchServerSideEncryptionRule: '),
        uncaught.stderr,
    )
    empty_and_delete(bucket)


def command(program):
    return [sys.executable, str(FOLDER / 'run_brief.py'), str(BRIEF / program)]


def output_of(program):
    """The lines it prints, with those of an error after them."""
    done = subprocess.run(command(program), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8')
    return done.stdout.splitlines()

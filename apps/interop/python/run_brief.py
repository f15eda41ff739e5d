"""Runs one program of the brief, unchanged but for its endpoint: `run_brief.py ../run/brief/en/put_bucket_encryption.py`.

The programs name `https://oss-cn-hangzhou.aliyuncs.com`, which is not this machine. Only that literal is replaced, at run time,
by the value of OSS_ENDPOINT; the files stay byte for byte what the manual page shows.
"""

import os
import sys

HARD_WIRED = "'https://oss-cn-hangzhou.aliyuncs.com'"

path = sys.argv[1]
with open(path, encoding='utf-8') as file:
    source = file.read()
if source.count(HARD_WIRED) != 1:
    sys.exit(f'{path} should name the endpoint {HARD_WIRED} once')
source = source.replace(HARD_WIRED, repr(os.environ['OSS_ENDPOINT']))
exec(compile(source, path, 'exec'), {'__name__': '__main__'})

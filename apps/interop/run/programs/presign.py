"""Prints a URL that is good for ten minutes: `presign.py method [encryption]`."""

import sys

import oss2
from oss2.credentials import EnvironmentVariableCredentialsProvider

auth = oss2.ProviderAuthV4(EnvironmentVariableCredentialsProvider())
bucket = oss2.Bucket(auth, 'https://oss-cn-hangzhou.aliyuncs.com', 'examplebucket', region='cn-hangzhou')

headers = {'x-oss-server-side-encryption': sys.argv[2]} if len(sys.argv) > 2 else {}
print(bucket.sign_url(sys.argv[1], 'greeting.txt', 600, slash_safe=True, headers=headers))

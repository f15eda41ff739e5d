"""Puts an object and gets it back: `oss2_put_get.py [encryption]`."""

import sys

import oss2
from oss2.credentials import EnvironmentVariableCredentialsProvider

auth = oss2.ProviderAuthV4(EnvironmentVariableCredentialsProvider())
bucket = oss2.Bucket(auth, 'https://oss-cn-hangzhou.aliyuncs.com', 'examplebucket', region='cn-hangzhou')

headers = {'x-oss-server-side-encryption': sys.argv[1]} if len(sys.argv) > 1 else {}
bucket.put_object('greeting.txt', b'hello', headers=headers)

got = bucket.get_object('greeting.txt')
print('encryption:', got.headers.get('x-oss-server-side-encryption', 'none'))
print('content:', got.read().decode())

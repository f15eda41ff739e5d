"""Puts an object and gets it back: `python_v2_put_get.py [encryption]`."""

import sys

import alibabacloud_oss_v2 as oss

config = oss.config.load_default()
config.credentials_provider = oss.credentials.EnvironmentVariableCredentialsProvider()
config.region = 'cn-hangzhou'
client = oss.Client(config)

encryption = sys.argv[1] if len(sys.argv) > 1 else None
put = oss.PutObjectRequest(bucket='examplebucket', key='greeting.txt', body=b'hello', server_side_encryption=encryption)
client.put_object(put)

got = client.get_object(oss.GetObjectRequest(bucket='examplebucket', key='greeting.txt'))
print('encryption:', got.server_side_encryption or 'none')
print('content:', got.body.read().decode())

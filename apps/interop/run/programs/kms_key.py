"""Encrypts and decrypts with a KMS key, then puts an object under it: `kms_key.py [key-id]`; without one it makes the key."""

import json
import os
import sys

import oss2
from aliyunsdkcore.client import AcsClient
from aliyunsdkkms.request.v20160120.CreateKeyRequest import CreateKeyRequest
from aliyunsdkkms.request.v20160120.DecryptRequest import DecryptRequest
from aliyunsdkkms.request.v20160120.EncryptRequest import EncryptRequest
from oss2.credentials import EnvironmentVariableCredentialsProvider

client = AcsClient(os.environ['ALIBABA_CLOUD_ACCESS_KEY_ID'], os.environ['ALIBABA_CLOUD_ACCESS_KEY_SECRET'], 'cn-hangzhou')


def call(request):
    return json.loads(client.do_action_with_exception(request))


key = sys.argv[1] if len(sys.argv) > 1 else call(CreateKeyRequest())['KeyMetadata']['KeyId']
encrypt = EncryptRequest()
encrypt.set_KeyId(key)
encrypt.set_Plaintext('aGVsbG8=')
decrypt = DecryptRequest()
decrypt.set_CiphertextBlob(call(encrypt)['CiphertextBlob'])
print('decrypted:', call(decrypt)['Plaintext'])

auth = oss2.ProviderAuthV4(EnvironmentVariableCredentialsProvider())
bucket = oss2.Bucket(auth, 'https://oss-cn-hangzhou.aliyuncs.com', 'examplebucket', region='cn-hangzhou')
headers = {'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': key}
bucket.put_object('greeting.txt', b'hello', headers=headers)

got = bucket.get_object('greeting.txt')
print('encryption:', got.headers.get('x-oss-server-side-encryption', 'none'))
print('under that key:', got.headers.get('x-oss-server-side-encryption-key-id') == key)
print('content:', got.read().decode())

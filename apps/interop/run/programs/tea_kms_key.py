"""As kms_key.py, by the vendor's newer client for KMS: `tea_kms_key.py [key-id]`; without one it makes the key."""

import os
import sys

import oss2
from alibabacloud_kms20160120.client import Client
from alibabacloud_kms20160120.models import CreateKeyRequest, DecryptRequest, EncryptRequest
from alibabacloud_tea_openapi.utils_models import Config
from oss2.credentials import EnvironmentVariableCredentialsProvider

config = Config(
    access_key_id=os.environ['ALIBABA_CLOUD_ACCESS_KEY_ID'],
    access_key_secret=os.environ['ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    region_id='cn-hangzhou',
)
client = Client(config)

key = sys.argv[1] if len(sys.argv) > 1 else client.create_key(CreateKeyRequest()).body.key_metadata.key_id
encrypted = client.encrypt(EncryptRequest(key_id=key, plaintext='aGVsbG8=')).body
print('decrypted:', client.decrypt(DecryptRequest(ciphertext_blob=encrypted.ciphertext_blob)).body.plaintext)

auth = oss2.ProviderAuthV4(EnvironmentVariableCredentialsProvider())
bucket = oss2.Bucket(auth, 'https://oss-cn-hangzhou.aliyuncs.com', 'examplebucket', region='cn-hangzhou')
headers = {'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': key}
bucket.put_object('greeting.txt', b'hello', headers=headers)

got = bucket.get_object('greeting.txt')
print('encryption:', got.headers.get('x-oss-server-side-encryption', 'none'))
print('under that key:', got.headers.get('x-oss-server-side-encryption-key-id') == key)
print('content:', got.read().decode())
